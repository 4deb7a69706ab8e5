import { isNearHost } from '../sms/addresses';
import type { IHttpRequestOptions } from 'n8n-workflow';

/** A URL as HTTP clients read it; null where it is none. */
export function hrefOf(value: unknown, base?: string): string | null {
	const text = String(value ?? '').trim();
	return URL.canParse(text, base) ? new URL(text, base).href : null;
}

/**
 * Whether a request certainly goes to one of these URLs and nowhere else. In doubt it does not: a
 * proxy or a Host header may lead it elsewhere, and n8n's two HTTP helpers, of two versions, join
 * `url` or `uri` to `baseURL` each in its own way.
 */
export function goesTo(request: IHttpRequestOptions, urls: readonly unknown[]): boolean {
	// `uri` is the older helper's, which the HTTP Request node calls.
	const { url, uri, baseURL, proxy, headers, qs } = request as { uri?: unknown } & typeof request;
	const hasHost = Object.keys(headers ?? {}).some((name) => name.toLowerCase() === 'host');
	if (proxy || hasHost || Object.keys(qs ?? {}).length > 0) return false;
	const base = baseURL ? String(baseURL) : undefined;
	const given = [url, uri].filter((each: unknown) => each !== undefined && each !== null);
	// As the node itself asks; what follows takes a tenth of an SMS's own time.
	if (base === undefined && given.length === 1 && urls.includes(given[0])) {
		return URL.canParse(String(given[0]));
	}
	const readings = (given.length === 0 ? [''] : given.map(String)).flatMap((path) => [
		hrefOf(path, base),
		hrefOf(joined(path, base)),
	]);
	const own = urls.map((each) => hrefOf(each));
	return readings.every((reading) => reading !== null && own.includes(reading));
}

/** As axios joins them; n8n resolves them as a browser does. */
function joined(path: string, base: string | undefined): string {
	if (base === undefined || /^([a-z][a-z\d+.-]*:)?\/\//i.test(path)) return path;
	return path === '' ? base : `${base.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
}

/** Whether two URLs name one page of one server, however they are written. */
export function isSamePage(a: string, b: string): boolean {
	const [pageA, pageB] = [a, b].map((url) => {
		const { hostname, port, pathname, search } = new URL(url);
		const path = unescaped(pathname).replace(/\/+/g, '/').replace(/\/$/, '');
		return [hostname.replace(/\.$/, ''), port, path, search].join(' ').toLowerCase();
	});
	return pageA === pageB;
}

function unescaped(path: string): string {
	try {
		return decodeURIComponent(path);
	} catch {
		return path;
	}
}

/** Whether what is posted there can be read on its way: by http:// beyond this machine and its network. */
export function isReadableOnTheWay(url: string): boolean {
	const target = new URL(url);
	return target.protocol === 'http:' && !isNearHost(target);
}
