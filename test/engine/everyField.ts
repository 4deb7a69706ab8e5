import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { fieldsOfGroup, SHOWN } from '../docs/editor';

/** What careless code takes quadratic time for, or worse: each of these so often, one after the other. */
export const WORST: Readonly<Record<string, readonly string[]>> = {
	'combining marks of two classes': ['\u0301', '\u0316'],
	'quotes and spaces': ['" '],
	brackets: ['[{('],
	digits: ['0'],
	'right-to-left marks and letters': ['\u202e\u05d0'],
	'halves of surrogate pairs': ['\ud83c'],
};
export const worstOf = (units: readonly string[], length: number): string =>
	units.map((unit) => unit.repeat(length / units.length / unit.length)).join('');

/** What the fields hold beside the one that is filled with the worst: all that makes them matter. */
const GOOD: Readonly<Record<'send' | 'sendAndWait', IDataObject>> = {
	send: {
		recipients: '0611223344',
		text: 'Bonjour',
		route: 'M',
		prog: '2099-07-01T09:00:00',
		safeguards: { sendingWindow: { window: { days: 'chosen', chosenDays: [1] } } },
	},
	sendAndWait: {
		recipients: '0611223344',
		message: 'Oui ?',
		approvalOptions: { values: { approvalType: 'double' } },
		options: {},
	},
};

/** Paths of all that a person can fill in for an operation. */
const pathsOf = (operation: string): string[] =>
	SHOWN.node.properties
		.filter(({ displayOptions: { show = {} } = {} }) =>
			show.resource?.includes('sms') ? (show.operation?.includes(operation) ?? true) : false,
		)
		.flatMap(pathsWithin);

function pathsWithin(property: INodeProperties): string[] {
	const { name, type, options = [] } = property;
	if (type === 'notice' || type === 'hidden') return [];
	if (type === 'collection') {
		return (options as INodeProperties[]).flatMap(pathsWithin).map((path) => `${name}.${path}`);
	}
	if (type !== 'fixedCollection') return [name];
	return fieldsOfGroup(property).map((field) => [name, options[0]?.name, field.name].join('.'));
}

/** Every field and option of the operations that send. */
export const FIELDS = (['send', 'sendAndWait'] as const).flatMap((operation) =>
	pathsOf(operation).map((path) => ({ operation, path })),
);

/** Parameters of which all are good but one. */
export function filledIn({ operation, path }: (typeof FIELDS)[number], value: string): IDataObject {
	const parameters = structuredClone(GOOD[operation]);
	const names = path.split('.');
	const last = names.pop() ?? path;
	const group = names.reduce((within, name) => (within[name] ??= {}) as IDataObject, parameters);
	group[last] = value;
	return { resource: 'sms', operation, ...parameters };
}
