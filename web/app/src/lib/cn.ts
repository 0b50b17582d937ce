import { clsx, type ClassValue } from "clsx"
import { twMerge } from "tailwind-merge"

/** Joins class names; of two that disagree the later one holds. */
export function cn(...values: ClassValue[]): string {
  return twMerge(clsx(values))
}
