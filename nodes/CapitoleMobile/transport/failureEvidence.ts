import type { OwnCode } from '../sms/answer/codes';
import type { FailureLevel } from './failureLevel';

/** Why a request cannot have left. */
export type NotSentCode = Extract<
	OwnCode,
	| 'COULD_NOT_CONNECT'
	| 'HOST_NOT_FOUND'
	| 'TLS_REFUSED'
	| 'PROXY_REFUSED'
	| 'INVALID_URL'
	| 'BLOCKED_BY_N8N'
>;

/**
 * Codes that cannot come once a request is on its way. Not here: EHOSTUNREACH, ENETUNREACH, ETIMEDOUT
 * and the like, which a connection that carried the request may end with too; for those `connect` has
 * to be named.
 */
const BEFORE_REQUEST: ReadonlyMap<string, NotSentCode> = new Map<string, NotSentCode>([
	['ECONNREFUSED', 'COULD_NOT_CONNECT'],
	['EADDRNOTAVAIL', 'COULD_NOT_CONNECT'],
	['UND_ERR_CONNECT_TIMEOUT', 'COULD_NOT_CONNECT'],
	['ENOTFOUND', 'HOST_NOT_FOUND'],
	['EAI_AGAIN', 'HOST_NOT_FOUND'],
	['EAI_FAIL', 'HOST_NOT_FOUND'],
	['EAI_NODATA', 'HOST_NOT_FOUND'],
	['EAI_NONAME', 'HOST_NOT_FOUND'],
	['ERR_INVALID_URL', 'INVALID_URL'],
	['ERR_INVALID_PROTOCOL', 'INVALID_URL'],
	['ERR_UNESCAPED_CHARACTERS', 'INVALID_URL'],
	// The certificate: Node writes nothing before it has verified it (https://nodejs.org/api/tls.html,
	// "X509 certificate error codes").
	...[
		'CERT_CHAIN_TOO_LONG',
		'CERT_HAS_EXPIRED',
		'CERT_NOT_YET_VALID',
		'CERT_REJECTED',
		'CERT_REVOKED',
		'CERT_SIGNATURE_FAILURE',
		'CERT_UNTRUSTED',
		'CRL_HAS_EXPIRED',
		'CRL_NOT_YET_VALID',
		'DEPTH_ZERO_SELF_SIGNED_CERT',
		'ERR_TLS_CERT_ALTNAME_INVALID',
		'HOSTNAME_MISMATCH',
		'INVALID_CA',
		'INVALID_PURPOSE',
		'PATH_LENGTH_EXCEEDED',
		'SELF_SIGNED_CERT_IN_CHAIN',
		'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
		'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
		'UNABLE_TO_GET_CRL',
		'UNABLE_TO_GET_ISSUER_CERT',
		'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
		'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
		// Reasons that only a handshake has. ERR_SSL_WRONG_VERSION_NUMBER is not among them: a record
		// garbled later gives it too.
		'ERR_SSL_NO_CIPHERS_AVAILABLE',
		'ERR_SSL_NO_PROTOCOLS_AVAILABLE',
		'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE',
		'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
		'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
		'ERR_SSL_TLSV1_UNRECOGNIZED_NAME',
		'ERR_SSL_UNSUPPORTED_PROTOCOL',
	].map((code) => [code, 'TLS_REFUSED'] as const),
]);

/** What a message starts with that only comes before a request, where there is no code to go by. */
const BEFORE_REQUEST_TEXTS: ReadonlyArray<readonly [string, NotSentCode]> = [
	['connect E', 'COULD_NOT_CONNECT'],
	['getaddrinfo E', 'HOST_NOT_FOUND'],
	['Unsupported protocol ', 'INVALID_URL'],
	['Client network socket disconnected before secure TLS', 'TLS_REFUSED'],
	// https-proxy-agent, which n8n uses
	['Proxy connection ended before receiving CONNECT response', 'PROXY_REFUSED'],
	['No header received from proxy CONNECT response', 'PROXY_REFUSED'],
	['Invalid header from proxy CONNECT response', 'PROXY_REFUSED'],
	// n8n's limits on hosts, in its credentials and against server-side request forgery
	['Domain not allowed: ', 'BLOCKED_BY_N8N'],
	['No allowed domains specified', 'BLOCKED_BY_N8N'],
	['This credential is configured to prevent use within', 'BLOCKED_BY_N8N'],
	['The request was blocked because ', 'BLOCKED_BY_N8N'],
	['Cannot determine the host for this connection', 'BLOCKED_BY_N8N'],
];

const BLOCKING_NAMES = ['SsrfBlockedIpError', 'SsrfBlockedHostnameError'];

/**
 * What one of the errors thrown shows: why the request cannot have left, `left` where it may have, or
 * null where it tells nothing (a wrapper, for instance).
 */
export function evidenceOf(level: FailureLevel): NotSentCode | 'left' | null {
	const { name, messages, code, syscall, wrappedCodes } = level;
	if (BLOCKING_NAMES.includes(name)) return 'BLOCKED_BY_N8N';
	// Nothing can be sent before the address is found and the connection stands.
	if (syscall === 'connect') return 'COULD_NOT_CONNECT';
	if (syscall === 'getaddrinfo') return 'HOST_NOT_FOUND';
	// `write EPROTO` comes from the handshake: once that is done, OpenSSL takes what is written without
	// looking at what the other side says. A damaged record is left out all the same.
	if (code === 'EPROTO' && messages.some(isHandshake)) return 'TLS_REFUSED';
	const byText = BEFORE_REQUEST_TEXTS.find(([start]) =>
		messages.some((message) => message.startsWith(start)),
	);
	if (byText) return byText[1];
	const byCode = BEFORE_REQUEST.get(code);
	if (byCode) return byCode;
	return code === '' || wrappedCodes.includes(code) ? null : 'left';
}

const isHandshake = (message: string): boolean =>
	/^write EPROTO .*\bssl\b/i.test(message) && !/bad record/.test(message);
