import { useRouteLoaderData } from '@remix-run/react'
import type { loader } from '#app/routes/shop/layout.tsx'

type Match = { id: string; data: unknown }

/** What the frame of public pages has loaded: null where its own loader failed. */
export type FrameData = Exclude<Awaited<ReturnType<typeof loader>>, Response>['data']

const FRAME = 'routes/shop/layout'

/** For components inside the frame. */
export function useFrame(): FrameData | null {
  return useRouteLoaderData<typeof loader>(FRAME) ?? null
}

/** For `meta` functions of pages inside the frame. */
export function frameOf(matches: readonly (Match | undefined)[]): FrameData | null {
  const frame = matches.find((match) => match?.id === FRAME)
  return (frame?.data as FrameData | undefined) ?? null
}
