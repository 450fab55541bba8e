import { exportPerson } from '#app/features/desk/export-person.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { deskLoader } from '#app/routes/desk/desk-route.server.ts'

/** All that is held about somebody, as a file. */
export const loader = deskLoader('administrator', async ({ request }) => {
  const held = await exportPerson(new URL(request.url).searchParams.get('who') ?? '')
  if (!held) throw new Response(null, { status: 404 })
  return new Response(JSON.stringify(held, null, 2), {
    headers: {
      ...privateHeaders(),
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': 'attachment; filename="personal-data.json"',
    },
  })
})
