import { newId } from '#app/platform/id.server.ts'

/** Names one showing of a form: sent twice it is done once. */
export function newFormKey(): string {
  return `desk:${newId()}`
}
