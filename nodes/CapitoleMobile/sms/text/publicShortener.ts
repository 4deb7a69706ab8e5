import type { Warning } from '../warning';

/**
 * Link shorteners that anyone can use, and so those of phishing too: French operators block them. The
 * help pages of smsmode and ActiveCampaign say so of public shorteners as such, bit.ly and tinyurl.com
 * first; the others are the well-known ones.
 */
const SHORTENERS: ReadonlySet<string> = new Set([
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
]);

/** Host names: after a space, a bracket or `//`, and to their end, so that no part of one counts. */
const HOST =
	/(?<=^|\/\/|[^\p{L}\p{N}_.@/=?&#%-])(?:www\.)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?![\p{L}\p{N}_@-]|\.[\p{L}\p{N}])/giu;

/** One warning for all links of a text that go through a public shortener; none for most texts. */
export function publicShorteners(text: string): Warning[] {
	const hosts = Array.from(text.matchAll(HOST), ([, host = '']) => host.toLowerCase());
	const found = [...new Set(hosts)].filter((host) => SHORTENERS.has(host));
	if (found.length === 0) return [];
	return [
		{
			code: 'PUBLIC_SHORTENER',
			message: `French operators block SMS with links through public shorteners such as ${found.join(' and ')}. Use the full link, or a short domain of your own.`,
		},
	];
}
