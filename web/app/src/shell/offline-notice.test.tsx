import { render, screen } from "@testing-library/react"
import { expect, test } from "vitest"
import { OfflineNotice } from "./offline-notice"

test("says that the words are a script's and the data is real", () => {
  render(<OfflineNotice />)
  const text = screen.getByRole("note").textContent
  expect(text).toContain("scripted model")
  expect(text).toContain("data are real")
})
