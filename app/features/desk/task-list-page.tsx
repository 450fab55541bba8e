import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import type { TaskList } from '#app/features/desk/load-tasks.server.ts'
import { tasksHref, type TaskFilters } from '#app/features/desk/task-filters.ts'
import { TaskItem } from '#app/features/desk/task-item.tsx'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Notice } from '#app/ui/notice.tsx'
import { Pagination } from '#app/ui/pagination.tsx'

type TaskListPageProps = {
  filters: TaskFilters
  list: TaskList
  /** One was just done. */
  isDone: boolean
  refused: { taskId: string; note: string; problem: TextKey } | null
}

/** What waits for a decision, and what was decided. */
export function TaskListPage({ filters, list, isDone, refused }: TaskListPageProps) {
  const { t } = useTexts()
  const isShown = list.tasks.some((task) => task.id === refused?.taskId)
  return (
    <>
      <DeskHeader title={t('deskOrders:task.title')} lead={t('deskOrders:task.lead')}>
        <nav className="row" aria-label={t('deskOrders:task.title')}>
          <a
            className="target"
            href={tasksHref({})}
            aria-current={filters.isDone || filters.about ? undefined : 'page'}
          >
            {t('deskOrders:task.open')}
          </a>
          <a
            className="target"
            href={tasksHref({ about: 'mails' })}
            aria-current={filters.about && !filters.isDone ? 'page' : undefined}
          >
            {t('deskOrders:task.aboutMails')}
          </a>
          <a
            className="target"
            href={tasksHref({ isDone: true })}
            aria-current={filters.isDone ? 'page' : undefined}
          >
            {t('deskOrders:task.finished')}
          </a>
        </nav>
      </DeskHeader>
      <div className="stack">
        {isDone ? <Notice tone="success">{t('deskOrders:done.task')}</Notice> : null}
        {refused && !isShown ? <Notice tone="error">{t(refused.problem)}</Notice> : null}
        <p role="status">{t('deskOrders:task.found', { count: list.total })}</p>
        {list.total === 0 ? (
          <Notice>{t(filters.isDone ? 'deskOrders:task.noneDone' : 'deskOrders:task.none')}</Notice>
        ) : (
          <ul className="ruled" role="list">
            {list.tasks.map((task) => (
              <TaskItem
                key={task.id}
                task={task}
                back="/desk/tasks"
                withOrder
                refused={refused?.taskId === task.id ? refused : null}
              />
            ))}
          </ul>
        )}
        <Pagination page={list.page} pages={list.pages} hrefFor={(page) => tasksHref({ ...filters, page })} />
      </div>
    </>
  )
}
