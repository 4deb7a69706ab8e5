/** The languages of the page behind the link. */
export type Language = 'en' | 'fr';

/** Longest answer that the page takes, in characters as a browser counts them for `maxlength`. */
export const MAXIMUM_ANSWER = 1000;

const numbers = (locale: string) => (count: number) => new Intl.NumberFormat(locale).format(count);
const english = numbers('en');
const french = numbers('fr');

const EN = {
	/** @param sender who asks; empty where the SMS came from a short number */
	heading: (sender: string) =>
		sender === '' ? 'A question for you' : `${sender} has a question for you`,
	approve: 'Approve',
	decline: 'Decline',
	answer: 'Your answer',
	send: 'Send',
	limit: `${english(MAXIMUM_ANSWER)} characters at most`,
	empty: 'Write an answer first.',
	tooLong: (characters: number) =>
		`Your answer has ${english(characters)} characters. Shorten it to ${english(MAXIMUM_ANSWER)} or fewer.`,
	notices: {
		thanks: { heading: 'Thank you', sentence: 'Your answer was sent. You can close this page.' },
		answeredBefore: {
			heading: 'Already answered',
			sentence: 'This question is closed. There is nothing left to do.',
		},
		timedOut: {
			heading: 'Too late',
			sentence: 'The time to answer is over. Your answer was not sent.',
		},
		unreadable: {
			heading: 'Not sent',
			sentence: 'Your answer could not be read. Open the link in the SMS and try again.',
		},
	},
};

/** All that the page says of its own. */
export type Phrases = typeof EN;

const FR: Phrases = {
	heading: (sender) =>
		sender === '' ? 'Une question pour vous' : `${sender} vous pose une question`,
	approve: 'Approuver',
	decline: 'Refuser',
	answer: 'Votre réponse',
	send: 'Envoyer',
	limit: `${french(MAXIMUM_ANSWER)} caractères au plus`,
	empty: 'Écrivez d’abord une réponse.',
	tooLong: (characters) =>
		`Votre réponse compte ${french(characters)} caractères. Raccourcissez-la à ${french(MAXIMUM_ANSWER)} ou moins.`,
	notices: {
		thanks: {
			heading: 'Merci',
			sentence: 'Votre réponse est envoyée. Vous pouvez fermer cette page.',
		},
		answeredBefore: {
			heading: 'Déjà répondu',
			sentence: 'Cette question est close. Il n’y a plus rien à faire.',
		},
		timedOut: {
			heading: 'Trop tard',
			sentence: 'Le délai de réponse est passé. Votre réponse n’est pas envoyée.',
		},
		unreadable: {
			heading: 'Non envoyée',
			sentence: 'Votre réponse n’a pas pu être lue. Ouvrez le lien dans le SMS et réessayez.',
		},
	},
};

export const PHRASES: Readonly<Record<Language, Phrases>> = { en: EN, fr: FR };

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
