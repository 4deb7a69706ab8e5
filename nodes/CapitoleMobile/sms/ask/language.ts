/** The languages of the page behind the link. */
export type Language = 'en' | 'fr';

/**
 * The language that a browser prefers, of those that the page has; English where neither is asked for.
 *
 * @param acceptLanguage the request's header; browsers put what they prefer first: `fr-FR,fr;q=0.9,en;q=0.8`
 */
export function languageOf(acceptLanguage = ''): Language {
	const first = /(?:^|,) *(en|fr) *(?:[-,;]|$)/i.exec(acceptLanguage)?.[1];
	return first?.toLowerCase() === 'fr' ? 'fr' : 'en';
}
