import type { Warning } from '../codes';

/**
 * Public link shorteners, which phishers use and French operators block. The help pages of smsmode and
 * ActiveCampaign say this of all public shorteners, and name bit.ly and tinyurl.com; the others here
 * are well known.
 */
const SHORTENERS =
	'bit.do bit.ly buff.ly cutt.ly goo.gl is.gd lnkd.in ow.ly rb.gy rebrand.ly s.id short.io shorturl.at ' +
	't.co t.ly tiny.cc tinyurl.com urlz.fr v.gd';

const ANY_SHORTENER = SHORTENERS.replaceAll('.', '\\.').replaceAll(' ', '|');
const MENTIONS_SHORTENER = new RegExp(ANY_SHORTENER, 'i');

/** Endings that make a bare name a link. With others, it may be two sentences without a space. */
const ENDINGS =
	'app|be|bzh|ca|ch|com|eu|example|fr|gf|gp|info|io|lu|mc|mobi|mq|nc|net|nl|online|org|paris|pf|re|shop|site|store|uk|yt';

const HOST_LABELS = '(?:[\\p{L}\\p{N}\\p{M}\\p{Cf}_-]+\\.)+';
const LOCAL = "[\\p{L}\\p{N}\\p{M}\\p{Cf}._%+'-]";
const TO_ITS_END = '[^\\s<>"]*';
const NOT_WITHIN = '(?<![\\p{L}\\p{N}\\p{M}@._/-])';
const AT_END = '(?![\\p{L}\\p{N}_@-]|\\.[\\p{L}\\p{N}])';

/** What phones turn into a link: with a scheme, mail addresses, www., name and path, bare name. */
const LINK = new RegExp(
	[
		`(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]*://${TO_ITS_END}`,
		`(?<mail>(?<!${LOCAL})${LOCAL}+@${HOST_LABELS}[\\p{L}\\p{M}]{2,})`,
		`${NOT_WITHIN}[Ww]{3}\\.${TO_ITS_END}`,
		`${NOT_WITHIN}${HOST_LABELS}(?:[a-z]{2,24}|[A-Z]{2,24})(?::\\d+)?/${TO_ITS_END}`,
		`${NOT_WITHIN}(?:${HOST_LABELS}(?:${ENDINGS}|${ENDINGS.toUpperCase()})|${ANY_SHORTENER})(?:[:?#]${TO_ITS_END}|${AT_END})`,
	].join('|'),
	'gu',
);

/** Sentence punctuation around a link, and invisible characters. */
const AFTER = /[.,;:!?'’”»…*\]}\p{Cf}]/u;

/** An address is a scheme and a host, or a mail address. */
export type Place = 'prose' | 'address' | 'path';

export interface Piece {
	readonly text: string;
	readonly place: Place;
}

/** Splits a text into prose, addresses, and the paths that follow addresses. */
export function piecesOf(text: string): Piece[] {
	// Most texts have no link, and the search takes a while.
	if (!/:\/\/|\.\S/.test(text)) return [{ text, place: 'prose' }];
	const pieces: Piece[] = [];
	const add = (piece: string, place: Place): void => {
		if (piece !== '') pieces.push({ text: piece, place });
	};
	let end = 0;
	for (const { index, 0: found, groups } of text.matchAll(LINK)) {
		const link = withoutPunctuation(found);
		const address =
			groups?.mail === undefined ? (/^(?:[^/?#]*:\/\/)?[^/?#]*/.exec(link)?.[0] ?? '') : link;
		add(text.slice(end, index), 'prose');
		add(address, 'address');
		add(link.slice(address.length), 'path');
		end = index + link.length;
	}
	add(text.slice(end), 'prose');
	return pieces;
}

function withoutPunctuation(found: string): string {
	let link = found;
	while (AFTER.test(link.slice(-1)) || (link.endsWith(')') && !link.includes('('))) {
		link = link.slice(0, -1);
	}
	return link;
}

/** One warning for all links through public shorteners. */
export function publicShorteners(text: string): Warning[] {
	if (!MENTIONS_SHORTENER.test(text)) return [];
	const hosts = piecesOf(text)
		.filter(({ place }) => place === 'address')
		.map(({ text: address }) => address.toLowerCase().replace(/^[^/]*\/\/|:\d+$/g, ''))
		.map((host) => host.replace(/^www\./, ''));
	const found = [...new Set(hosts)].filter((host) => SHORTENERS.split(' ').includes(host));
	if (found.length === 0) return [];
	return [
		{
			code: 'PUBLIC_SHORTENER',
			message: `French operators block SMS with links through public shorteners such as ${found.join(' and ')}. Use the full link, or a short domain of your own.`,
		},
	];
}
