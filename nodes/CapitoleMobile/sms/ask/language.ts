/** The languages of the page behind the link. */
export type Language = 'en' | 'fr';

const isLanguage = (tag: string): tag is Language => tag === 'en' || tag === 'fr';

/**
 * The language that a browser prefers, of those that the page has.
 *
 * @param acceptLanguage the request's header (RFC 9110, 12.5.4), e.g. `fr-FR,fr;q=0.9,en;q=0.8`
 * @returns English where neither is asked for
 */
export function languageOf(acceptLanguage: string | undefined): Language {
	let chosen: Language = 'en';
	let best = 0;
	for (const range of (acceptLanguage ?? '').split(',')) {
		const [tag = '', ...parameters] = range.toLowerCase().split(';');
		const language = tag.trim().split('-')[0] ?? '';
		const weight = weightOf(parameters);
		if (!isLanguage(language) || !(weight > best)) continue;
		chosen = language;
		best = weight;
	}
	return chosen;
}

function weightOf(parameters: readonly string[]): number {
	const written = parameters.map((parameter) => /^\s*q=(.*)$/.exec(parameter)?.[1]);
	return Number(written.find((weight) => weight !== undefined) ?? 1);
}
