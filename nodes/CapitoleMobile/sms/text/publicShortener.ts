import type { Warning } from '../warning';

/**
 * Link shorteners that anyone can use, and so those of phishing too: French operators block them. The
 * help pages of smsmode and ActiveCampaign say so of public shorteners as such, bit.ly and tinyurl.com
 * first; the others are the well-known ones.
 */
const SHORTENERS = [
	'bit.do',
	'bit.ly',
	'buff.ly',
	'cutt.ly',
	'goo.gl',
	'is.gd',
	'lnkd.in',
	'ow.ly',
	'rb.gy',
	'rebrand.ly',
	's.id',
	'short.io',
	'shorturl.at',
	't.co',
	't.ly',
	'tiny.cc',
	'tinyurl.com',
	'urlz.fr',
	'v.gd',
];

/** Their names as hosts: after a space, a bracket or `//`, and to the end, so that no part of one counts. */
const LINK = new RegExp(
	`(${SHORTENERS.map((name) => name.replace('.', '\\.')).join('|')})(?![\\p{L}\\p{N}_@-]|\\.[\\p{L}\\p{N}])`,
	'gu',
);
const BEFORE = /(?:^|\/\/|[^\p{L}\p{N}_.@/=?&#%-])(?:www\.)?$/u;

/** One warning for all links of a text that go through a public shortener; none for most texts. */
export function publicShorteners(text: string): Warning[] {
	const found = new Set<string>();
	const plain = text.toLowerCase();
	for (const { index, 0: host } of plain.matchAll(LINK)) {
		if (BEFORE.test(plain.slice(0, index))) found.add(host);
	}
	if (found.size === 0) return [];
	return [
		{
			code: 'PUBLIC_SHORTENER',
			message: `French operators block SMS with links through public shorteners such as ${[...found].join(' and ')}. Use the full link, or a short domain of your own.`,
		},
	];
}
