// Renders /openapi.json. Text only ever becomes text nodes; nothing is loaded from elsewhere.
const METHODS = ["get", "post", "put", "patch", "delete"]

/** An element with its children; strings become text. */
function el(tag, attributes, ...children) {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value)
  node.append(...children.filter((child) => child !== null))
  return node
}

function follow(api, value) {
  if (!value?.$ref) return value
  return value.$ref.split("/").slice(1).reduce((at, step) => at[step], api)
}

const nameOf = (schema) => schema.$ref?.split("/").at(-1)

/** A schema in one line: `string (uuid), 1 to 100 characters`. */
function inOneLine(schema) {
  if (schema === undefined) return "anything"
  if (schema.$ref) return nameOf(schema)
  if ("const" in schema) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((word) => JSON.stringify(word)).join(" | ")
  if (schema.oneOf) return schema.oneOf.map(inOneLine).join(" | ")
  const types = [schema.type ?? "anything"].flat().map((type) => (type === "array" ? `${inOneLine(schema.items)}[]` : type))
  const range = ["minimum", "maximum", "minLength", "maxLength", "maxItems", "default"].filter((key) => key in schema)
  return [types.join(" | ") + (schema.format ? ` (${schema.format})` : ""), ...range.map((key) => `${key} ${schema[key]}`)].join(", ")
}

function propertiesTable(schema) {
  const rows = Object.entries(schema.properties ?? {}).map(([name, property]) =>
    el("tr", {}, el("td", {}, el("code", {}, name), schema.required?.includes(name) ? "" : " (optional)"),
      el("td", {}, inOneLine(property)), el("td", {}, property.description ?? "")))
  return rows.length ? el("table", {}, ...rows) : null
}

/** A schema whole: its table, and what it refers to folded beneath. */
function schemaView(api, schema, seen = []) {
  const whole = follow(api, schema)
  const name = nameOf(schema)
  if (seen.includes(name)) return null
  const children = [...Object.values(whole.properties ?? {}), ...(whole.oneOf ?? []), whole].flatMap((s) => [s, s.items]).filter((s) => s?.$ref)
  const nested = children.map((child) => schemaView(api, child, name ? [...seen, name] : seen))
  return el("details", {}, el("summary", {}, el("code", {}, name ?? inOneLine(schema))),
    whole.description ? el("p", { class: "note" }, whole.description) : null, propertiesTable(whole), ...nested)
}

function contentView(api, content) {
  return Object.entries(content ?? {}).map(([type, media]) => el("div", {}, el("code", {}, type),
    media.schema ? schemaView(api, media["x-item-schema"] ?? media.schema) : null))
}

function parametersView(api, parameters) {
  if (!parameters.length) return null
  const rows = parameters.map((p) => follow(api, p)).map((p) =>
    el("tr", {}, el("td", {}, el("code", {}, p.name), p.required ? "" : " (optional)"), el("td", {}, p.in),
      el("td", {}, inOneLine(p.schema)), el("td", {}, p.description ?? "")))
  return el("section", {}, el("h4", {}, "Parameters"), el("table", {}, ...rows))
}

function responseView(api, status, response) {
  const whole = follow(api, response)
  const problem = whole.content?.["application/problem+json"] !== undefined
  return el("div", {}, el("strong", {}, status), " ", el("span", { class: "note" }, whole.description),
    ...(problem ? [] : contentView(api, whole.content)))
}

function operationView(api, path, method, item) {
  const operation = item[method]
  const view = el("details", { id: operation.operationId, class: operation.deprecated ? "deprecated" : "" },
    el("summary", {}, el("span", { class: "method" }, method.toUpperCase()), el("code", {}, path), " ", operation.summary))
  view.addEventListener("toggle", () => {
    if (!view.open || view.dataset.filled) return
    view.dataset.filled = "yes"
    const parameters = parametersView(api, [...(item.parameters ?? []), ...(operation.parameters ?? [])])
    const body = contentView(api, operation.requestBody?.content)
    view.append(operation.description ? el("p", {}, operation.description) : "", parameters ?? "",
      ...(body.length ? [el("h4", {}, "Body"), ...body] : []), el("h4", {}, "Answers"),
      ...Object.entries(operation.responses).map(([status, response]) => responseView(api, status, response)))
  })
  return view
}

function tagView(api, tag) {
  const operations = Object.entries(api.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]?.tags.includes(tag.name)).map((method) => operationView(api, path, method, item)))
  return el("section", {}, el("h2", {}, tag.name), el("p", {}, tag.description), ...operations)
}

function filter(word) {
  for (const section of document.querySelectorAll("main > section")) {
    for (const operation of section.querySelectorAll(":scope > details")) {
      operation.hidden = !operation.querySelector("summary").textContent.toLowerCase().includes(word.toLowerCase())
    }
    section.hidden = !section.querySelector(":scope > details:not([hidden])")
  }
}

const main = document.getElementById("operations")
try {
  const api = await (await fetch("/openapi.json")).json()
  document.getElementById("about").textContent = api.info.description
  main.replaceChildren(...api.tags.map((tag) => tagView(api, tag)))
  document.getElementById("find").addEventListener("input", (event) => filter(event.target.value))
  const linked = document.getElementById(location.hash.slice(1))
  if (linked instanceof HTMLDetailsElement) linked.open = true
} catch (error) {
  main.replaceChildren(el("p", {}, `The document could not be read: ${error}`))
}
