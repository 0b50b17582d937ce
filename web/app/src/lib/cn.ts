import { clsx, type ClassValue } from "clsx"

/** Joins class names. Where a caller's must win over a component's, it is written with Tailwind's `!`. */
export function cn(...values: ClassValue[]): string {
  return clsx(values)
}
