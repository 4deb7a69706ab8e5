import fc from 'fast-check';

const form = 'application/x-www-form-urlencoded';
const REPORT = 'id=1&gsm=33610203040&status=DELIVERED&network=Orange&date=2020-03-10+09:20:10';

const percent = fc
	.uint8Array({ maxLength: 60 })
	.map((bytes) => Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''));
const visible = fc
	.array(fc.integer({ min: 0x21, max: 0x7e }), { maxLength: 80 })
	.map((codes) => String.fromCharCode(...codes));
const name = fc.constantFrom(
	...[
		'id',
		'gsm',
		'GSM',
		'num',
		'message',
		'status',
		'date',
		'network',
		'__proto__',
		'constructor',
	],
	...['__proto__[x]', 'gsm[]', 'gsm[__proto__][toString]', 'secret', 'toString', '', '%', '%00'],
);
const value = fc.oneof(
	visible,
	percent,
	fc.constantFrom('', '%', '%E', '%C3', '%00', '33', 'DELIVERED', '+'.repeat(200)),
	fc.integer({ min: 1, max: 300 }).map((length) => '%F0%9F'.repeat(length)),
);
const pairs = fc
	.array(fc.tuple(name, value), { maxLength: 12 })
	.map((all) => all.map(([key, text]) => `${key}=${text}`).join('&'));
const query = fc.oneof(
	{ weight: 4, arbitrary: pairs },
	{ weight: 2, arbitrary: visible },
	{ weight: 1, arbitrary: fc.constantFrom('', '?', '&&&&', '='.repeat(2000), 'a[b]'.repeat(800)) },
	{ weight: 1, arbitrary: fc.constant('a=1&'.repeat(2500)) },
);
const junk = fc.oneof(
	fc.uint8Array({ maxLength: 2000 }).map((bytes) => Buffer.from(bytes)),
	pairs.map((text) => Buffer.from(text)),
	fc.constantFrom(0x00, 0x26, 0x3d, 0x5b, 0x7b, 0xff).map((byte) => Buffer.alloc(100_000, byte)),
	fc.constant(Buffer.from('gsm=3&'.repeat(16_000))),
	fc.constant(Buffer.from(`message=${'%C3%A9'.repeat(16_000)}`)),
);
// No XML: n8n reads it with one parser for all requests, which after a bad document may never answer
// again, whatever node the webhook belongs to.
const type = fc.constantFrom(
	...[form, `${form}; charset=utf-16`, 'text/plain', 'text/html', ''],
	...[
		'application/json',
		'multipart/form-data',
		'multipart/form-data; boundary=x',
		'a/b;;;=',
		'*/*',
	],
	...['application/octet-stream', 'application/json; charset=none', 'image/png'],
);

export interface HostileRequest {
	/** What its author is up to, for the failure's message. */
	readonly kind: string;
	readonly bytes: Buffer;
}

function request(
	method: string,
	target: string,
	headers: string[],
	body = Buffer.alloc(0),
): Buffer {
	const length = method === 'GET' && body.length === 0 ? [] : [`Content-Length: ${body.length}`];
	const head = [`${method} ${target} HTTP/1.1`, 'Host: n8n', ...headers, ...length, '', ''];
	return Buffer.concat([Buffer.from(head.join('\r\n'), 'latin1'), body]);
}

/** What n8n itself answers with 500 before any node is asked. */
export const answeredByN8n = (path: string): Readonly<Record<string, Buffer>> => ({
	'a method it does not know': request('TRACE', `${path}?${REPORT}`, []),
	'a form that it cannot decompress': request(
		'POST',
		path,
		[`Content-Type: ${form}`, 'Content-Encoding: gzip'],
		Buffer.from(REPORT),
	),
});

/**
 * Requests from people who do not mean well, or programs that do not know better. None is an event:
 * one that carries the secret has no whole phone number.
 */
export const hostileRequest = (path: string, secret: string): fc.Arbitrary<HostileRequest> => {
	const carried = fc.constantFrom('', `secret=${secret}&`, `secret=${secret.slice(0, -1)}&`);
	const target = fc.tuple(carried, query).map(([start, rest]) => `${path}?${start}${rest}`);
	const withBody = fc.tuple(fc.constantFrom('POST', 'GET'), target, type, junk);
	const kinds: Record<string, fc.Arbitrary<Buffer>> = {
		query: target.map((url) => request('GET', url, [])),
		body: withBody.map(([method, url, contentType, body]) =>
			request(method, url, [`Content-Type: ${contentType}`], body),
		),
		method: fc
			.tuple(fc.constantFrom('PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'), target)
			.map(([method, url]) => request(method, url, [])),
		'event without the secret': fc
			.constantFrom('', 'secret=&', 'secret=x&', `secret[]=${secret}&`)
			.map((start) => request('GET', `${path}?${start}${REPORT}`, [])),
		'encoded body': junk.map((body) =>
			request(
				'POST',
				path,
				['Content-Type: application/octet-stream', 'Content-Encoding: gzip'],
				body,
			),
		),
		'large header': fc
			.integer({ min: 1000, max: 15_000 })
			.map((length) => request('GET', `${path}?x`, [`Cookie: ${'c'.repeat(length)}`])),
		'strange path': fc
			.constantFrom('/..', '/%2e%2e/', '/%00', '//', '/sms/sms', '%', '/constructor')
			.map((end) => request('GET', `${path}${end}`, [])),
		'broken HTTP': fc
			.constantFrom(
				'GET\r\n\r\n',
				'\0\r\n\r\n',
				'POST / HTTP/9\r\n\r\n',
				`GET ${path}?é HTTP/1.1\r\n\r\n`,
			)
			.map((text) => Buffer.from(text, 'latin1')),
	};
	const weights: Record<string, number> = { query: 20, body: 12, 'event without the secret': 6 };
	return fc.oneof(
		...Object.entries(kinds).map(([kind, arbitrary]) => ({
			weight: weights[kind] ?? 2,
			arbitrary: arbitrary.map((bytes) => ({ kind, bytes })),
		})),
	);
};
