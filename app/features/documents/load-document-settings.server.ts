import { DocumentSettings } from '#app/features/documents/document-settings.ts'
import { newestSetting } from '#app/features/catalogue/newest-setting.server.ts'

/** The settings of papers in force: the newest row of the setting `documents`, or the defaults. */
export async function loadDocumentSettings(): Promise<DocumentSettings> {
  return DocumentSettings.parse((await newestSetting('documents')) ?? {})
}
