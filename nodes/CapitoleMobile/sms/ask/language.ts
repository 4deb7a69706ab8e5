/** The languages of the page behind the link. */
export type Language = 'en' | 'fr';

const RANGE = /^\s*(en|fr)(?:[-\s][^;]*)?(?:;\s*q=(.*))?$/i;

/**
 * The language that a browser prefers, of those that the page has; English where neither is asked for.
 *
 * @param acceptLanguage the request's header (RFC 9110, 12.5.4), e.g. `fr-FR,fr;q=0.9,en;q=0.8`
 */
export function languageOf(acceptLanguage = ''): Language {
	const asked = acceptLanguage.split(',').flatMap((range) => {
		const [, language, weight = '1'] = RANGE.exec(range) ?? [];
		return language !== undefined && Number(weight) > 0 ? [{ language, weight }] : [];
	});
	const [first] = asked.sort((a, b) => Number(b.weight) - Number(a.weight));
	return first?.language.toLowerCase() === 'fr' ? 'fr' : 'en';
}
