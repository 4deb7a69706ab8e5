import { createHash } from 'node:crypto';

import fc from 'fast-check';
import { encode } from 'iconv-lite';

import {
	noticePage,
	PAGE_HEADERS,
	PAGE_POLICY,
	questionPage,
	readReply,
	type AnswerWanted,
	type Question,
	type Reply,
	languageOf,
	MAXIMUM_ANSWER,
} from '../../../nodes/CapitoleMobile/actions/ask/page';
import { escapeHtml } from '../../../nodes/CapitoleMobile/sms/escapes';
import { expectWithin } from '../../pace';

const approval = (approve = '', decline: string | null = null): AnswerWanted => ({
	type: 'approval',
	approve,
	decline,
});
const question = (answer: AnswerWanted, text = 'Ça va ?'): Question => ({
	text,
	sender: '',
	answer,
});

const buttonsOf = (html: string): string =>
	[...html.matchAll(/<button(?: name="answer" value="(\w+)")?[^>]*>([^<]*)</g)]
		.map(([, value = '', label = '']) => `${value} ${label}`)
		.join(', ');

describe('the question', () => {
	it.each([
		[approval(), 'en', 'approve Approve'],
		[approval('', ''), 'fr', 'approve Approuver, decline Refuser'],
		[approval('Oui & vite', 'Non'), 'fr', 'approve Oui &amp; vite, decline Non'],
		[{ type: 'freeText' }, 'en', ' Send'],
	] as const)('has the buttons of %j in %s', (answer, language, buttons) => {
		expect(buttonsOf(questionPage(question(answer), language))).toBe(buttons);
	});

	it('is submitted to its own address by POST, so opening it answers nothing', () => {
		const html = questionPage(question(approval()), 'fr');
		expect(html.match(/<form[^>]*>/g)).toEqual(['<form method="post">']);
		expect(html).toContain('<html lang="fr">');
	});

	it('has a labelled field that names its limit', () => {
		const html = questionPage(question({ type: 'freeText' }), 'en');
		expect(html).toContain('<label for="answer">Your answer</label>');
		expect(html).toMatch(/<textarea id="answer" [^>]*aria-describedby="limit" maxlength="1000">/);
		expect(html).toContain('<p class="hint" id="limit">1,000 characters at most</p>');
	});

	it('keeps the whole text if it was too long, and says by how much', () => {
		const text = `\n${'é'.repeat(MAXIMUM_ANSWER)}</textarea><script>`;
		const refused = { reason: 'tooLong', text } as const;
		const html = questionPage(question({ type: 'freeText' }), 'fr', refused);
		expect(html).toContain(`\n${escapeHtml(text)}</textarea>`);
		expect(html).toMatch(/role="alert">Votre réponse compte 1\u202f020 caractères\. Raccourcissez/);
		expect(html).not.toContain('maxlength');
	});
});

it.each(['thanks', 'answeredBefore', 'timedOut', 'unreadable'] as const)(
	'the page "%s" has a text in both languages and no button',
	(notice) => {
		const [english, french] = [noticePage(notice, 'en'), noticePage(notice, 'fr')];
		expect(english).not.toBe(french);
		for (const html of [english, french]) {
			expect(html).toMatch(/<h1 class="notice">[^<]+<\/h1>\n<p>[^<]+<\/p>/);
			expect(html).not.toMatch(/<(form|button|a)\b/);
		}
	},
);

describe('text written by people', () => {
	/** The text that a browser reads from escaped HTML, with the invisible characters that the page names. */
	const unescaped = (html: string): string =>
		html
			.replace(/\[U\+([0-9A-F]{4,6})\]/g, (_, hex: string) =>
				String.fromCodePoint(parseInt(hex, 16)),
			)
			.replaceAll('&lt;', '<')
			.replaceAll('&gt;', '>')
			.replaceAll('&quot;', '"')
			.replaceAll('&#39;', "'")
			.replaceAll('&amp;', '&');

	it('stays text everywhere: it adds no tag and reads back unchanged', () => {
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
	it('allows only the one style, by its hash, and the form', () => {
		const html = questionPage(question(approval()), 'en');
		const [, style = ''] = /<style>([^]*?)<\/style>/.exec(html) ?? [];
		const hash = createHash('sha256').update(style).digest('base64');
		expect(PAGE_POLICY).toBe(
			`default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'`,
		);
		expect(html).toContain(`<meta http-equiv="Content-Security-Policy" content="${PAGE_POLICY}">`);
		expect(html).not.toMatch(/<script|<link|<img|style=|url\(|@import|https?:/);
	});

	it('is in the headers, with those that keep the link private', () => {
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

const TEXT: AnswerWanted = { type: 'freeText' };
const ONE: AnswerWanted = { type: 'approval', approve: '', decline: null };
const TWO: AnswerWanted = { type: 'approval', approve: '', decline: '' };

const read = (body: string | Uint8Array, wanted: AnswerWanted): Reply =>
	readReply(typeof body === 'string' ? Buffer.from(body) : body, wanted);
const written = (text: string): string => `answer=${encodeURIComponent(text)}`;

describe('a button', () => {
	it.each([
		[ONE, 'answer=approve', { type: 'approval', approved: true }],
		[TWO, 'answer=approve', { type: 'approval', approved: true }],
		[TWO, 'answer=decline', { type: 'approval', approved: false }],
		[TWO, 'answer=decline&answer=approve', { type: 'approval', approved: false }],
		[ONE, 'answer=decline', { type: 'unreadable' }],
		[TWO, 'answer=Approve', { type: 'unreadable' }],
		[TWO, 'answer=', { type: 'unreadable' }],
		[TWO, 'approved=true', { type: 'unreadable' }],
		[TWO, '', { type: 'unreadable' }],
		[TWO, '{"answer":"approve"}', { type: 'unreadable' }],
	])('%j reads %j as %j', (wanted, body, reply) => {
		expect(read(body, wanted)).toEqual(reply);
	});
});

describe('a text', () => {
	it.each([
		['plus and escapes', 'answer=D%C3%A9j%C3%A0+pay%C3%A9', 'Déjà payé'],
		['emoji', written('oui 👍🏽'), 'oui 👍🏽'],
		['line breaks of a browser', 'answer=a%0D%0Ab%0Ac', 'a\nb\nc'],
		['markup', written('<b>&amp;</b>'), '<b>&amp;</b>'],
		['NUL and control characters', 'answer=a%00b%1B%5B1mc%7F%C2%85d%09e', 'ab[1mcd\te'],
		['a space around it', written('  oui \n'), 'oui'],
		['the first of two', 'answer=a&answer=b', 'a'],
	])('is read with %s', (_, body, text) => {
		expect(read(body, TEXT)).toEqual({ type: 'freeText', text });
	});

	it('is read as ISO-8859-15 if it is not UTF-8', () => {
		const body = Buffer.concat([Buffer.from('answer='), encode('Été à 5 €', 'iso-8859-15')]);
		expect(read(body, TEXT)).toEqual({ type: 'freeText', text: 'Été à 5 €' });
	});

	it.each(['', 'answer=', 'answer=+%0D%0A', 'answer=%00%07', 'answer=%E2%80%8B+%C2%AD'])(
		'is not found in %j',
		(body) => {
			expect(read(body, TEXT).type).toBe(body === '' ? 'unreadable' : 'refused');
		},
	);

	it('may have 1,000 characters as a browser counts them; one more is refused and kept', () => {
		const text = `${'€'.repeat(998)}\n!`;
		expect(read(written(text.replace('\n', '\r\n')), TEXT)).toEqual({ type: 'freeText', text });
		const longer = `${text}x`;
		expect(read(written(longer), TEXT)).toEqual({
			type: 'refused',
			reason: 'tooLong',
			text: longer,
		});
	});

	it('of a megabyte is refused immediately', async () => {
		const megabyte = `answer=${'x'.repeat(1_000_000)}`;
		expect(read(megabyte, TEXT)).toEqual({ type: 'unreadable' });
		await expectWithin(10, () => read(megabyte, TEXT));
	});
});

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
