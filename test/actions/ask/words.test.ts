import { languageOf } from '../../../nodes/CapitoleMobile/actions/ask/words';

test.each([
	['fr-FR,fr;q=0.9,en-US;q=0.8,en;q=0.7', 'fr'],
	['en-GB,en;q=0.9,fr;q=0.8', 'en'],
	['en;q=0.5, FR;q=0.9', 'fr'],
	['fr;q=0.8,en', 'en'],
	['de-DE,de;q=0.9,fr;q=0.5', 'fr'],
	['fr;q=0,en;q=0.1', 'en'],
	['fr ; q=0.3', 'fr'],
	['fr;q=high', 'en'],
	['français', 'en'],
	['de', 'en'],
	['*', 'en'],
	['', 'en'],
	[undefined, 'en'],
])('Accept-Language %j is answered in %s', (header, language) => {
	expect(languageOf(header)).toBe(language);
});
