import { STYLE_HASH } from './style';

/**
 * Nothing but the page's own style, and a form that goes back where it came from. In the page too,
 * since n8n puts a policy of its own in place of the header when it answers by itself.
 */
export const PAGE_POLICY = `default-src 'none'; style-src ${STYLE_HASH}; form-action 'self'; base-uri 'none'`;

/** Headers of every page. The link is a secret: it must not leave by a Referer, a cache or an index. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
	'Content-Type': 'text/html; charset=utf-8',
	// What a page says of itself cannot forbid frames.
	'Content-Security-Policy': `${PAGE_POLICY}; frame-ancestors 'none'`,
	'Referrer-Policy': 'no-referrer',
	'X-Robots-Tag': 'noindex, nofollow',
	'Cache-Control': 'no-store',
	'X-Content-Type-Options': 'nosniff',
};
