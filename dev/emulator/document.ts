import { SaxesParser } from 'saxes';

import { reasonOf } from './reason';
import { readProg } from './schedule';

/** The `<SMS>` document. Optional elements that are missing or empty are null. */
export interface SmsDocument {
	readonly username: string;
	readonly password: string;
	readonly text: string;
	readonly sender: string | null;
	readonly route: string | null;
	readonly long: string | null;
	/** As written: Paris wall time, `aaaa-mm-jj hh:mm:ss`. */
	readonly prog: string | null;
	readonly id: string | null;
	/** As written, without empty `<gsm>` elements. */
	readonly recipients: readonly string[];
}

export interface ReadDocument {
	/** Null if the XML is not well formed. */
	readonly document: SmsDocument | null;
	readonly violations: readonly string[];
}

/** The page's elements, each with its children in the page's order. */
const CHILDREN: Readonly<Record<string, readonly string[]>> = {
	'': ['SMS'],
	'/SMS': ['authentification', 'message', 'recipients'],
	'/SMS/authentification': ['username', 'password'],
	'/SMS/message': ['text', 'sender', 'route', 'long', 'prog', 'id'],
	'/SMS/recipients': ['gsm'],
};

/** Elements that the page does not call optional. An empty text or recipient list has its own code. */
const REQUIRED = [
	'/SMS/authentification',
	'/SMS/authentification/username',
	'/SMS/authentification/password',
	'/SMS/message',
	'/SMS/recipients',
];

const MAY_REPEAT = '/SMS/recipients/gsm';

/** Reads the document with a strict XML parser and checks it against the provider's page. */
export function readDocument(xml: string): ReadDocument {
	const violations = new Set<string>();
	const values = new Map<string, string>();
	const recipients: string[] = [];
	const open = [{ path: '', lastChild: -1, text: '' }];
	const element = () => open.at(-1) as (typeof open)[number];
	let isWellFormed = true;
	const objectToXml = (cause: unknown): void => {
		isWellFormed = false;
		violations.add(`xml: ${reasonOf(cause)}`);
	};

	const parser = new SaxesParser({ position: false });
	parser.on('error', objectToXml);
	parser.on('doctype', () => violations.add('xml: a document type'));
	parser.on('comment', () => violations.add('xml: a comment'));
	parser.on('processinginstruction', () => violations.add('xml: a processing instruction'));
	parser.on('opentag', ({ name, attributes }) => {
		const parent = element();
		const path = `${parent.path}/${name}`;
		const position = CHILDREN[parent.path]?.indexOf(name) ?? -1;
		if (position < 0) violations.add(`structure: ${path} is not on the page`);
		else if (position < parent.lastChild) violations.add(`structure: ${path} out of order`);
		else if (position === parent.lastChild && path !== MAY_REPEAT) {
			violations.add(`structure: ${path} repeated`);
		}
		parent.lastChild = Math.max(parent.lastChild, position);
		for (const each in attributes) violations.add(`structure: ${path} has attribute ${each}`);
		open.push({ path, lastChild: -1, text: '' });
	});
	const addText = (text: string) => void (element().text += text);
	parser.on('text', addText);
	parser.on('cdata', addText);
	parser.on('closetag', () => {
		const { path, text } = element();
		open.pop();
		if (path in CHILDREN && text.trim() !== '') {
			violations.add(`structure: text between the elements of ${path}`);
		}
		if (path !== MAY_REPEAT) values.set(path, text);
		else if (text !== '') recipients.push(text);
	});
	try {
		parser.write(xml).close();
	} catch (cause) {
		objectToXml(cause);
	}
	if (!isWellFormed) return { document: null, violations: [...violations] };

	for (const path of REQUIRED) {
		if (!values.has(path)) violations.add(`structure: ${path} is missing`);
	}
	const optional = (name: string) => values.get(`/SMS/message/${name}`) || null;
	const document: SmsDocument = {
		username: values.get('/SMS/authentification/username') ?? '',
		password: values.get('/SMS/authentification/password') ?? '',
		text: optional('text') ?? '',
		sender: optional('sender'),
		route: optional('route'),
		long: optional('long'),
		prog: optional('prog'),
		id: optional('id'),
		recipients,
	};
	return { document, violations: [...violations, ...valueViolations(document)] };
}

/** Checks values against the page, except for a sender that is too long, which has its own code. */
function* valueViolations({ route, long, prog, id }: SmsDocument): Generator<string> {
	if (route !== null && !/^[MN]$/.test(route)) yield `route: ${route} is not M or N`;
	if (long !== null && !/^(yes|no)$/.test(long)) yield `long: ${long} is not yes or no`;
	if (prog !== null && !readProg(prog)) {
		yield `prog: ${prog} is not a time in Paris written aaaa-mm-jj hh:mm:ss`;
	}
	if (id !== null && id.length > 10) yield 'id: over 10 characters';
	if (id?.includes('-')) yield 'id: holds a "-"';
}
