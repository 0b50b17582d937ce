-- revision: 0017
-- down_revision: 0016
-- A workspace's data, table by table, as whoever asks may see it: both functions run with their caller's rights, under
-- their caller's policies. Tables that later revisions add are exported without a change here.

-- The workspace and its people first, then every table that names its workspace.
CREATE FUNCTION app.export_tables() RETURNS text[]
  LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT '{workspaces,profiles}'::text[] || ARRAY(
    SELECT c.relname::text FROM pg_class c
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'workspace_id' AND NOT a.attisdropped
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND has_any_column_privilege(c.oid, 'SELECT')
     ORDER BY c.relname)
$$;

-- Up to p_rows rows of a table as lines of JSON, in the order of its primary key and after the key p_after (NULL: from
-- the first). `last` is the key to go on after; NULL: there was no row. Hashes of secrets (bytea) stay out.
CREATE FUNCTION app.export_page(p_workspace_id uuid, p_table text, p_after jsonb, p_rows integer,
                                OUT lines text, OUT last jsonb, OUT row_count bigint)
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_table   regclass := to_regclass(format('public.%I', p_table));
  v_columns text;
  v_key     text;
  v_named   text;
  v_where   text := CASE p_table
    WHEN 'workspaces' THEN 't.id = $1'
    WHEN 'profiles' THEN 't.id IN (SELECT m.user_id FROM public.workspace_members m WHERE m.workspace_id = $1)'
    ELSE 't.workspace_id = $1' END;
BEGIN
  IF v_table IS NULL OR p_table <> ALL (app.export_tables()) THEN
    RAISE EXCEPTION 'no table % is exported', p_table USING ERRCODE = 'invalid_parameter_value';
  END IF;
  SELECT string_agg(format('t.%I', a.attname), ', ' ORDER BY a.attnum) INTO v_columns
    FROM pg_attribute a
   WHERE a.attrelid = v_table AND a.attnum > 0 AND NOT a.attisdropped AND a.atttypid <> 'bytea'::regtype
     AND has_column_privilege(v_table, a.attnum, 'SELECT');
  SELECT string_agg(format('t.%I', a.attname), ', ' ORDER BY k.place),
         string_agg(format('%L, t.%I', a.attname, a.attname), ', ' ORDER BY k.place) INTO v_key, v_named
    FROM pg_index i, unnest(i.indkey) WITH ORDINALITY AS k (attnum, place), pg_attribute a
   WHERE i.indrelid = v_table AND i.indisprimary AND a.attrelid = v_table AND a.attnum = k.attnum;
  EXECUTE format(
    'SELECT string_agg(page.line, E''\n'' ORDER BY page.place), (array_agg(page.key ORDER BY page.place DESC))[1], count(*)
       FROM (SELECT jsonb_build_object(''table'', %1$L, ''row'', (SELECT to_jsonb(shown) FROM (SELECT %2$s) shown))::text AS line,
                    jsonb_build_object(%4$s) AS key, row_number() OVER (ORDER BY %3$s) AS place
               FROM public.%1$I t
              WHERE %5$s AND ($2 IS NULL OR (%3$s) > (SELECT %3$s FROM jsonb_populate_record(NULL::public.%1$I, $2) t))
              ORDER BY %3$s LIMIT $3) page',
    p_table, v_columns, v_key, v_named, v_where)
  INTO lines, last, row_count USING p_workspace_id, p_after, p_rows;
END $$;

REVOKE ALL ON FUNCTION app.export_tables(), app.export_page(uuid, text, jsonb, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.export_tables(), app.export_page(uuid, text, jsonb, integer) TO switchboard_app;
