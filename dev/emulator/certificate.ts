import { generateKeyPairSync, sign } from 'node:crypto';

const SEQUENCE = 0x30;
const SET = 0x31;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const OBJECT_IDENTIFIER = 0x06;
const UTF8_STRING = 0x0c;
const GENERALIZED_TIME = 0x18;

/** One DER element (ITU-T X.690). */
function der(tag: number, ...contents: Buffer[]): Buffer {
	const body = Buffer.concat(contents);
	const length =
		body.length < 0x80
			? [body.length]
			: body.length < 0x100
				? [0x81, body.length]
				: [0x82, body.length >> 8, body.length & 0xff];
	return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');
const oid = (hex: string): Buffer => der(OBJECT_IDENTIFIER, bytes(hex));

const ECDSA_WITH_SHA256 = der(SEQUENCE, oid('2a8648ce3d040302'));
const NAME = der(
	SEQUENCE,
	der(SET, der(SEQUENCE, oid('550403'), der(UTF8_STRING, Buffer.from('localhost')))),
);
const SUBJECT_ALT_NAMES = der(
	SEQUENCE,
	oid('551d11'),
	der(
		OCTET_STRING,
		der(SEQUENCE, der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1]))),
	),
);

/**
 * A fresh key and certificate for localhost and 127.0.0.1 that nobody has reason to trust (RFC 5280,
 * by hand because Node only reads certificates). PEM.
 */
export function selfSignedCertificate(): { key: string; cert: string } {
	const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const body = der(
		SEQUENCE,
		der(0xa0, der(INTEGER, bytes('02'))),
		der(INTEGER, bytes('01')),
		ECDSA_WITH_SHA256,
		NAME,
		der(
			SEQUENCE,
			der(GENERALIZED_TIME, Buffer.from('20200101000000Z')),
			der(GENERALIZED_TIME, Buffer.from('21200101000000Z')),
		),
		NAME,
		publicKey.export({ type: 'spki', format: 'der' }),
		der(0xa3, der(SEQUENCE, SUBJECT_ALT_NAMES)),
	);
	const signature = der(BIT_STRING, bytes('00'), sign('sha256', body, privateKey));
	const certificate = der(SEQUENCE, body, ECDSA_WITH_SHA256, signature).toString('base64');
	return {
		key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
		cert: `-----BEGIN CERTIFICATE-----\n${certificate.replace(/(.{64})/g, '$1\n')}\n-----END CERTIFICATE-----\n`,
	};
}
