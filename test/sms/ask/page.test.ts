import { createHash } from 'node:crypto';

import fc from 'fast-check';

import { escapeHtml, noticePage, questionPage } from '../../../nodes/CapitoleMobile/sms/ask/page';
import { PAGE_HEADERS, PAGE_POLICY } from '../../../nodes/CapitoleMobile/sms/ask/pageHeaders';
import { MAXIMUM_ANSWER } from '../../../nodes/CapitoleMobile/sms/ask/phrases';
import type { AnswerWanted, Question } from '../../../nodes/CapitoleMobile/sms/ask/question';

const approval = (approve = '', decline: string | null = null): AnswerWanted => ({
	type: 'approval',
	approve,
	decline,
});
const question = (answer: AnswerWanted, text = 'Ça va ?'): Question => ({ text, answer });

const buttonsOf = (html: string): string[][] =>
	[...html.matchAll(/<button(?: name="answer" value="(\w+)")?[^>]*>([^<]*)</g)].map(
		([, value = '', label = '']) => [value, label],
	);

describe('the question', () => {
	it.each([
		[approval(), 'en', [['approve', 'Approve']]],
		[
			approval('', ''),
			'fr',
			[
				['approve', 'Approuver'],
				['decline', 'Refuser'],
			],
		],
		[
			approval('Oui & vite', 'Non'),
			'fr',
			[
				['approve', 'Oui &amp; vite'],
				['decline', 'Non'],
			],
		],
		[{ type: 'freeText' }, 'en', [['', 'Send']]],
	] as const)('has the buttons of %j in %s', (answer, language, buttons) => {
		expect(buttonsOf(questionPage(question(answer), language))).toEqual(buttons);
	});

	it('goes back to its own address by POST, so that opening it answers nothing', () => {
		const html = questionPage(question(approval()), 'fr');
		expect(html.match(/<form[^>]*>/g)).toEqual(['<form method="post">']);
		expect(html).toContain('<html lang="fr">');
	});

	it('has a labelled field with its limit said', () => {
		const html = questionPage(question({ type: 'freeText' }), 'en');
		expect(html).toContain('<label for="answer">Your answer</label>');
		expect(html).toMatch(/<textarea id="answer" [^>]*aria-describedby="limit" maxlength="1000">/);
		expect(html).toContain('<p class="hint" id="limit">1,000 characters at most</p>');
	});

	it('keeps all that was written when it was too long, and says by how much', () => {
		const text = `\n${'é'.repeat(MAXIMUM_ANSWER)}</textarea><script>`;
		const refused = { reason: 'tooLong', text } as const;
		const html = questionPage(question({ type: 'freeText' }), 'fr', refused);
		expect(html).toContain(`\n${escapeHtml(text)}</textarea>`);
		expect(html).toMatch(/role="alert">Votre réponse compte 1\u202f020 caractères\. Raccourcissez/);
		expect(html).not.toContain('maxlength');
	});
});

it.each(['thanks', 'answeredBefore', 'timedOut', 'unreadable'] as const)(
	'the page "%s" says so in both languages, with nothing to press',
	(notice) => {
		const [english, french] = [noticePage(notice, 'en'), noticePage(notice, 'fr')];
		expect(english).not.toBe(french);
		for (const html of [english, french]) {
			expect(html).toMatch(/<h1 class="notice">[^<]+<\/h1>\n<p>[^<]+<\/p>/);
			expect(html).not.toMatch(/<(form|button|a)\b/);
		}
	},
);

describe('what is written by people', () => {
	/** What a browser makes of an element's text. */
	const unescaped = (html: string): string =>
		html
			.replaceAll('&lt;', '<')
			.replaceAll('&gt;', '>')
			.replaceAll('&quot;', '"')
			.replaceAll('&#39;', "'")
			.replaceAll('&amp;', '&');

	it('stays text wherever it stands: no tag of its own, and the same when read back', () => {
		const any = fc.oneof(
			fc.string({ unit: 'grapheme' }),
			fc.constantFrom('<script>alert(1)</script>', '"><img src=x onerror=y>', '&lt;', "</p>'"),
		);
		const tagsOf = (html: string): string[] => html.match(/<[^>]*>/g) ?? [];
		const shape = (answer: AnswerWanted) => tagsOf(questionPage(question(answer, 'x'), 'en'));
		fc.assert(
			fc.property(any, any, any, (text, approve, decline) => {
				const html = questionPage(question(approval(approve, decline), text), 'en');
				expect(tagsOf(html)).toEqual(shape(approval('a', 'b')));
				const [, shown = ''] = /<p class="question">([^<]*)<\/p>/.exec(html) ?? [];
				expect(unescaped(shown)).toBe(text);
			}),
		);
	});
});

describe('the policy', () => {
	it('allows the one style by its hash, the form, and nothing else', () => {
		const html = questionPage(question(approval()), 'en');
		const [, style = ''] = /<style>([^]*?)<\/style>/.exec(html) ?? [];
		const hash = createHash('sha256').update(style).digest('base64');
		expect(PAGE_POLICY).toBe(
			`default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'`,
		);
		expect(html).toContain(`<meta http-equiv="Content-Security-Policy" content="${PAGE_POLICY}">`);
		expect(html).not.toMatch(/<script|<link|<img|style=|url\(|@import|https?:/);
	});

	it('is in the headers with what keeps the link to itself', () => {
		expect(PAGE_HEADERS).toEqual({
			'Content-Type': 'text/html; charset=utf-8',
			'Content-Security-Policy': `${PAGE_POLICY}; frame-ancestors 'none'`,
			'Referrer-Policy': 'no-referrer',
			'X-Robots-Tag': 'noindex, nofollow',
			'Cache-Control': 'no-store',
			'X-Content-Type-Options': 'nosniff',
		});
	});
});
