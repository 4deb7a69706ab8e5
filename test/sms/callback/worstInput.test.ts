import { readCallback } from '../../../nodes/CapitoleMobile/sms/callback/callback';
import { CallbackForm } from '../../../nodes/CapitoleMobile/sms/callback/callbackForm';
import { MAX_FORM_BYTES } from '../../../nodes/CapitoleMobile/sms/callback/formBytes';
import { isAllowedAddress, unreadableAddresses } from '../../../nodes/CapitoleMobile/sms/addresses';
import { readOptOut } from '../../../nodes/CapitoleMobile/sms/callback/optOut';
import { expectLinear, expectWithin } from '../../pace';

const MEGABYTE = 1_000_000;
/** The most characters of an option that the trigger reads. */
const OPTION = 10_000;

const repeated = (text: string) => (length: number) =>
	text.repeat(Math.ceil(length / text.length)).slice(0, length);

/** Texts that make a careless regular expression or `normalize` take quadratic time or worse. */
const WORST: Readonly<Record<string, (length: number) => string>> = {
	'combining marks of two classes': (length) =>
		'\u0301'.repeat(length / 2) + '\u0316'.repeat(length / 2),
	'quotes and spaces': repeated('" '),
	'addresses, all valid': repeated('192.0.2.7,'),
	'question marks': repeated('?'),
	ampersands: repeated('&'),
	'glued queries': repeated('?id='),
	escapes: repeated('%C3'),
	'letters apart': repeated('s '),
	'opt-out words': repeated('stop ne plus '),
};

const context = {
	timezone: 'Europe/Paris',
	stopKeywords: ['plus rien'],
	receivedAt: new Date('2026-03-10T08:20:15.000Z'),
};
const formOf = (rawQuery: string, body = '') =>
	CallbackForm.read({ rawQuery, rawBody: Buffer.from(body), contentType: undefined });
function readForm(rawQuery: string, body = ''): unknown {
	const form = formOf(rawQuery, body);
	return typeof form === 'string' ? form : readCallback(form, context);
}
function carriesSecret(rawQuery: string, secret: string): unknown {
	const form = formOf(rawQuery);
	return typeof form === 'string' ? form : form.carries(secret);
}

/** Inputs from strangers and settings, with the most characters that are read of each. */
const READERS: ReadonlyArray<readonly [string, number, (text: string) => unknown]> = [
	['a query', MAX_FORM_BYTES, (text) => readForm(text)],
	['a message', MAX_FORM_BYTES, (text) => readForm(`num=33610203040&message=${text}`)],
	['a date', MAX_FORM_BYTES, (text) => readForm(`gsm=33610203040&status=X&date=${text}`)],
	['a number', MAX_FORM_BYTES, (text) => readForm(`num=${text}&message=Oui`)],
	['a body', MAX_FORM_BYTES, (text) => readForm('', `num=33610203040&message=${text}`)],
	['a secret received', MAX_FORM_BYTES, (text) => carriesSecret(`secret=${text}`, 'k3y')],
	['a secret expected', MEGABYTE, (text) => carriesSecret('secret=k3y', `k${text}`)],
	['a reply', MEGABYTE, (text) => readOptOut(text)],
	['STOP keywords', OPTION, (text) => readOptOut('Bonjour', text.split(/[,;\n]/))],
	['an allowlist', OPTION, (text) => isAllowedAddress(text, '203.0.113.9')],
	['an allowlist at activation', OPTION, (text) => unreadableAddresses(text)],
	['an address', MEGABYTE, (text) => isAllowedAddress('192.0.2.7', text)],
];

describe.each(READERS)('%s, on the worst input', (_what, most, read) => {
	test.each(Object.entries(WORST))(
		'%s: takes time proportional to the length',
		async (_name, worst) => {
			const whole = worst(most - 40);
			await expectLinear(whole.length, (length) => read(whole.slice(0, length)));
			// Refusing by length costs next to nothing.
			if (most >= MAX_FORM_BYTES) {
				const megabyte = worst(MEGABYTE);
				await expectWithin(10, () => read(megabyte));
			}
		},
	);
});
