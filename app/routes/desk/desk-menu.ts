import type { Role } from '#app/domain/roles.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'

type MenuItem = { href: string; label: TextKey; needs: Role }

/** The desk's menu. What somebody may not do, her menu does not show; the routes themselves refuse it. */
export const DESK_MENU: readonly MenuItem[] = [
  { href: '/desk', label: 'desk:menu.overview', needs: 'secretariat' },
  { href: '/desk/orders', label: 'deskOrders:menu.orders', needs: 'secretariat' },
  { href: '/desk/packing', label: 'deskWork:menu.packing', needs: 'secretariat' },
  { href: '/desk/tasks', label: 'deskOrders:menu.tasks', needs: 'secretariat' },
  { href: '/desk/stock', label: 'deskAdmin:stock.title', needs: 'secretariat' },
  { href: '/desk/titles', label: 'deskCatalogue:titles.title', needs: 'secretariat' },
  { href: '/desk/consignments', label: 'deskConsign:title', needs: 'secretariat' },
  { href: '/desk/counts', label: 'deskCounts:title', needs: 'secretariat' },
  { href: '/desk/print-runs', label: 'deskRuns:title', needs: 'secretariat' },
  { href: '/desk/supplements', label: 'deskSupplements:list.title', needs: 'secretariat' },
  { href: '/desk/inquiries', label: 'inquiry:desk.title', needs: 'secretariat' },
  { href: '/desk/lectures', label: 'lecture:desk.title', needs: 'secretariat' },
  { href: '/desk/bills', label: 'bills:list.title', needs: 'secretariat' },
  { href: '/desk/documents', label: 'deskWork:menu.papers', needs: 'secretariat' },
  { href: '/desk/mails', label: 'deskWork:menu.mails', needs: 'secretariat' },
  { href: '/desk/work', label: 'deskWork:menu.work', needs: 'secretariat' },
  { href: '/desk/settings', label: 'deskAdmin:settings.title', needs: 'administrator' },
  { href: '/desk/staff', label: 'deskAdmin:menu.staff', needs: 'administrator' },
  { href: '/desk/audit', label: 'deskAdmin:menu.audit', needs: 'administrator' },
  { href: '/desk/privacy', label: 'deskAdmin:privacy.title', needs: 'administrator' },
]
