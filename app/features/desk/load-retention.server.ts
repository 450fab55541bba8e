import { Retention } from '#app/features/desk/retention.ts'
import { newestSetting } from '#app/features/catalogue/newest-setting.server.ts'

/** The periods in force: the newest row of the setting `retention`, or the presets. */
export async function loadRetention(): Promise<Retention> {
  return Retention.parse((await newestSetting('retention')) ?? {})
}
