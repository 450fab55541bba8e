import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { coverPath } from '#app/features/catalogue/cover-image.tsx'
import { loadTitle } from '#app/features/catalogue/load-title.server.ts'
import { pageMeta } from '#app/features/catalogue/page-meta.ts'
import { TitleArticle } from '#app/features/catalogue/title-article.tsx'
import { jsonForScript, titleJsonLd } from '#app/features/catalogue/title-json-ld.ts'
import type { TitleView } from '#app/features/catalogue/title.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { localeParam } from '#app/routes/locale-param.ts'
import { frameOf, useFrame } from '#app/routes/shop/frame-data.ts'

export async function loader({ params }: LoaderFunctionArgs) {
  const locale = localeParam(params)
  const page = await loadTitle(params.slug ?? '', { locale })
  if (!page) throw new Response(null, { status: 404 })
  return page
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => {
  const frame = frameOf(matches)
  if (!frame || !data) return []
  const { title } = data
  return pageMeta({
    ...frame,
    path: `/${frame.locale}/publications/${title.slug}`,
    title: title.text.name,
    description: title.text.description,
    image: coverPath(title.slug),
    type: title.issue ? 'article' : 'book',
  })
}

export default function TitlePage() {
  const { title, neighbours } = useLoaderData<typeof loader>()
  return (
    <>
      <TitleArticle title={title} neighbours={neighbours} />
      <StructuredData title={title} />
    </>
  )
}

/** For search engines. A data block is not a script: the Content-Security-Policy lets it be, and nothing runs it. */
function StructuredData({ title }: { title: TitleView }) {
  const { locale } = useTexts()
  const frame = useFrame()
  if (!frame) return null
  const json = titleJsonLd(title, { locale, baseUrl: frame.baseUrl, publisher: frame.publisher.name })
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: jsonForScript(json) }} />
}
