import { useContext } from 'react'
import { TextsContext, type Texts } from './texts-provider.tsx'

/** The texts and the language of the page (or mail) that a component stands in. */
export function useTexts(): Texts {
  const texts = useContext(TextsContext)
  if (!texts) throw new Error('useTexts() outside of <TextsProvider>')
  return texts
}
