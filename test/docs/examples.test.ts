import { readFileSync } from 'node:fs';
import path from 'node:path';

import {
	NodeHelpers,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyCollection,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { EXAMPLES, exampleFiles, neededTables, readExample, tableFile } from '../e2e/example';
import type { Flow, FlowNode, Json } from '../e2e/workflow';
import { labels, OF_N8N, SHOWN } from './editor';

const PACKAGE = 'n8n-nodes-capitole-mobile.';
const STICKY = 'n8n-nodes-base.stickyNote';

/** Our nodes by their type in workflows; n8n makes the tool from the first. */
const DESCRIPTIONS: Readonly<Record<string, INodeTypeDescription>> = {
	[`${PACKAGE}capitoleSms`]: SHOWN.node,
	[`${PACKAGE}capitoleSmsTrigger`]: SHOWN.trigger,
	[`${PACKAGE}capitoleSmsTool`]: SHOWN.node,
	[`${PACKAGE}capitoleSmsHitlTool`]: {
		...SHOWN.node,
		properties: SHOWN.node.properties.map(asReview),
	},
};
/** A field as n8n 2.x changes it for a node that reviews an agent's tools. */
function asReview(field: INodeProperties): INodeProperties {
	const fixed: Readonly<Record<string, string>> = {
		resource: 'sms',
		operation: 'sendAndWait',
		responseType: 'approval',
	};
	const preset = fixed[field.name];
	if (preset === undefined) return field;
	const hidden: INodeProperties = { ...field, type: 'hidden', default: preset };
	delete hidden.displayOptions;
	return hidden;
}

/** Parameters that n8n adds to a node used as a tool. */
const OF_TOOLS = ['descriptionType', 'toolDescription'];

/** Parameters of one of our nodes that its description lacks. */
function unknownParameters({ type, typeVersion, parameters, ...node }: FlowNode): string[] {
	const description = DESCRIPTIONS[type];
	if (description === undefined) return [`node ${type}`];
	if (description.version !== typeVersion) return [`version ${typeVersion}`];
	const values = Object.fromEntries(
		Object.entries(parameters).filter(([name]) => !OF_TOOLS.includes(name)),
	) as INodeParameters;
	const asNode = { ...node, type, typeVersion, parameters: values } as unknown as INode;
	// Values under a collection's name are kept even if they are hidden.
	const collections = description.properties.flatMap(({ type, name }) =>
		type === 'collection' ? [name] : [],
	);
	const properties = description.properties.filter(
		({ type, name }) => type !== 'hidden' || !collections.includes(name),
	);
	// n8n drops values that the description lacks or does not show.
	const kept = NodeHelpers.getNodeParameters(properties, values, true, false, asNode, description);
	const issues = NodeHelpers.getNodeParametersIssues(properties, asNode, description);
	return [
		...missing(values, kept ?? {}),
		...Object.values(issues?.parameters ?? {}).flat(),
		...unlisted(values, properties, (property) =>
			NodeHelpers.displayParameter(values, property, asNode, description),
		),
	];
}

/** The paths of values that are missing or different in `kept`. */
function missing(values: unknown, kept: unknown, at = ''): string[] {
	if (typeof values !== 'object' || values === null || Array.isArray(values)) {
		return JSON.stringify(values) === JSON.stringify(kept) ? [] : [at];
	}
	return Object.entries(values).flatMap(([key, value]) =>
		missing(value, (kept as Json | null | undefined)?.[key], `${at}/${key}`),
	);
}

type Properties = INodeTypeDescription['properties'];

/** The paths of values outside their lists, which n8n does not check. */
function unlisted(values: Json, properties: Properties, isShown: IsShown): string[] {
	return Object.entries(values).flatMap(([name, value]) => {
		const property = properties.find((each) => each.name === name && isShown(each));
		const options = property?.options ?? [];
		if (property?.type === 'collection') {
			return unlisted(value as Json, options as Properties, () => true);
		}
		if (property?.type === 'fixedCollection') {
			return (options as INodePropertyCollection[]).flatMap((part) =>
				unlisted((value as Record<string, Json>)[part.name] ?? {}, part.values, () => true),
			);
		}
		if (options.length === 0 || String(value).startsWith('=')) return [];
		const allowed = options.map((each) => ('value' in each ? each.value : null));
		const chosen: unknown[] = Array.isArray(value) ? value : [value];
		return chosen.every((each) => allowed.some((one) => one === each)) ? [] : [`value of ${name}`];
	});
}

type IsShown = (property: Properties[number]) => boolean;

const own = ({ nodes }: Flow) => nodes.filter(({ type }) => type.startsWith(PACKAGE));
const notesOf = ({ nodes }: Flow) =>
	nodes.filter(({ type }) => type === STICKY).map(({ parameters }) => String(parameters.content));

const SORTING = new Set(['filter', 'if', 'switch'].map((name) => `n8n-nodes-base.${name}`));
const isSending = ({ type, parameters }: FlowNode) =>
	type === `${PACKAGE}capitoleSms` && (parameters.operation ?? 'send') === 'send';
const asksForOutcome = ({ parameters }: FlowNode) =>
	/\$json\.(?:error\.)?outcome\b/.test(JSON.stringify(parameters));

/** Sizes on the editor's canvas, in its units. */
const NODE_SIZE = 96;
const BUTTON_WIDTH = 220;

/** The canvas in a window of 1200 by 840 pixels, and the area its run button covers. */
const CANVAS = { width: 1158, height: 738 };
const RUN_BUTTON = { x: 474, y: 682, width: 210, height: 44 };
/** The editor fits the whole workflow with a margin, and never enlarges it. */
const zoomOf = ({ width, height }: Place): number =>
	Math.min(1, CANVAS.width / 1.2 / width, CANVAS.height / 1.2 / height);
/** The zoom at which a note's 14-pixel letters have 10 pixels. */
const LEGIBLE = 0.72;
/** Space for a node's name below it, and the same on both sides. */
const NAME = 50;

interface Place {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

function placeOf({ type, position: [x, y], parameters }: FlowNode): Place {
	const [width, height] =
		type === STICKY ? [parameters.width, parameters.height] : [NODE_SIZE, NODE_SIZE];
	return { x, y, width: Number(width), height: Number(height) };
}

const overlap = (one: Place, other: Place): boolean =>
	one.x < other.x + other.width &&
	other.x < one.x + one.width &&
	one.y < other.y + other.height &&
	other.y < one.y + one.height;

const LABELS = new Set([...OF_N8N, ...labels()]);

/** Reserved for fiction by Arcep in France and by PTS in Sweden. */
const FREE_NUMBERS = /^(?:(?:33|0033|0)?63998\d{4}|(?:00)?467017406\d{2})$/;

const numbersIn = (text: string): string[] =>
	[...text.matchAll(/\+?\d(?:[ .]?\d){7,}/g)].map(([number]) => number.replace(/\D/g, ''));

test('there are examples with distinct IDs', () => {
	expect(exampleFiles().length).toBeGreaterThanOrEqual(6);
	const ids = exampleFiles().map((file) => readExample(file).id);
	expect(new Set(ids).size).toBe(ids.length);
});

describe.each(exampleFiles())('%s', (file) => {
	const example = readExample(file);

	test('its nodes have unique names and IDs and are connected', () => {
		const names = example.nodes.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		expect(new Set(example.nodes.map(({ id }) => id)).size).toBe(names.length);
		const connected = Object.entries(example.connections).flatMap(([from, kinds]) => [
			from,
			...Object.values(kinds)
				.flat(2)
				.map(({ node }) => node),
		]);
		expect(connected.filter((name) => !names.includes(name))).toEqual([]);
		const alone = example.nodes
			.filter(({ type, name }) => type !== STICKY && !connected.includes(name))
			.map(({ name }) => name);
		expect(alone).toEqual([]);
	});

	test('uses nodes of this package, or is called, with existing parameters, options and values', () => {
		const isCalled = example.nodes.some(
			({ type }) => type === 'n8n-nodes-base.executeWorkflowTrigger',
		);
		expect(own(example).length > 0 || isCalled).toBe(true);
		for (const node of own(example))
			expect([node.name, unknownParameters(node)]).toEqual([node.name, []]);
	});

	// Only the short link needs a short path.
	test('has no webhook path, so each import gets a secret one', () => {
		expect(readFileSync(path.join(EXAMPLES, file), 'utf8')).not.toMatch(
			file === 'short-link.json' ? /"webhookId"|"path": "(?!s")/ : /"webhookId"|"path": "[^"]/,
		);
	});

	test('has a Capitole trigger only in the front door, whose note has Callback Secret as a step', () => {
		const triggers = example.nodes.filter(({ type }) => type.endsWith('.capitoleSmsTrigger'));
		expect(triggers).toHaveLength(file === 'front-door.json' ? 1 : 0);
		if (triggers.length > 0)
			expect(notesOf(example).join('\n')).toMatch(/^\d\. .*\*\*Callback Secret\*\*/m);
	});

	test('writes amounts in French format, and addresses to replace as DOMAIN', () => {
		const texts = example.nodes.map(({ parameters }) => JSON.stringify(parameters));
		expect(
			texts.filter((text) => /\d\.\d+\s?€|€\s?\d|example\.(?:com|org|net)/.test(text)),
		).toEqual([]);
	});

	// n8n 1.x returns nothing there: its expressions cannot copy items of its Code node.
	test('no expression reads the items of a Code node by its name', () => {
		const isCode = ({ type }: FlowNode) => type === 'n8n-nodes-base.code';
		const codes = example.nodes.filter(isCode).map(({ name }) => `$('${name}')`);
		const expressions = example.nodes.filter((each) => !isCode(each) && each.type !== STICKY);
		const reading = expressions.filter(({ parameters }) =>
			codes.some((code) => JSON.stringify(parameters).includes(code)),
		);
		expect(reading.map(({ name }) => name)).toEqual([]);
	});

	test('sorts items after Send by their outcome', () => {
		// A refused number stops the workflow if it is alone, and is one row among several.
		for (const { name } of example.nodes.filter(isSending)) {
			const next = (example.connections[name]?.main ?? []).flat().map(({ node }) => node);
			const unsorted = example.nodes.filter(
				(each) =>
					next.includes(each.name) &&
					// A node that runs once concerns the run, not its items.
					!each.executeOnce &&
					!(SORTING.has(each.type) && asksForOutcome(each)),
			);
			expect(unsorted.map((each) => each.name)).toEqual([]);
		}
	});

	test('has a note that takes a minute to read and names only existing things', () => {
		const notes = notesOf(example);
		expect(notes.join('').length).toBeGreaterThan(100);
		expect(notes.join(' ').split(/\s+/).length).toBeLessThan(250);
		const known = new Set([...LABELS, ...example.nodes.map(({ name }) => name)]);
		for (const { name } of neededTables(example)) known.add(name);
		// A note may refer to another workflow by its quoted name.
		for (const other of exampleFiles().map(readExample)) {
			if (!notes.some((note) => note.includes(`"${other.name}"`))) continue;
			for (const { name } of other.nodes) known.add(name);
		}
		const named = notes.flatMap((note) =>
			[...note.matchAll(/\*\*(.+?)\*\*/g)].map(([, name]) => name),
		);
		// Bold text in lower case is only emphasis.
		expect(named.filter((name = '') => !known.has(name) && /^[A-Z].*[^?]$/.test(name))).toEqual([]);
	});

	const notes = example.nodes.filter(({ type }) => type === STICKY).map(placeOf);

	test('its notes cover no node and no trigger button', () => {
		const covered = example.nodes.filter((node) => {
			const { x, width, ...place } = placeOf(node);
			const left = /trigger/i.test(node.type) ? BUTTON_WIDTH : 0;
			const whole = { ...place, x: x - left, width: width + left };
			return node.type !== STICKY && notes.some((note) => overlap(note, whole));
		});
		expect(covered.map(({ name }) => name)).toEqual([]);
	});

	test('its notes are legible when it opens, and no button covers a node or its name', () => {
		const places = example.nodes.map(placeOf);
		const left = Math.min(...places.map(({ x }) => x));
		const top = Math.min(...places.map(({ y }) => y));
		const width = Math.max(...places.map((place) => place.x + place.width)) - left;
		const height = Math.max(...places.map((place) => place.y + place.height)) - top;
		const zoom = zoomOf({ x: left, y: top, width, height });
		expect(zoom).toBeGreaterThanOrEqual(LEGIBLE);
		const shown = places.map((place) => ({
			x: CANVAS.width / 2 + (place.x - NAME / 2 - left - width / 2) * zoom,
			y: CANVAS.height / 2 + (place.y - top - height / 2) * zoom,
			width: (place.width + NAME) * zoom,
			height: (place.height + NAME) * zoom,
		}));
		expect(shown.filter((place) => overlap(place, RUN_BUTTON))).toEqual([]);
	});

	test('its note names each data table it needs, with the columns', () => {
		const notes = notesOf(example).join('\n');
		for (const { name, columns } of neededTables(example)) {
			expect(notes).toContain(`**${name}**`);
			expect(columns.filter((column) => !notes.includes(`\`${column}\``))).toEqual([]);
			const head = readFileSync(path.join(EXAMPLES, tableFile(name)), 'utf8');
			expect(notes).toContain(`\`${tableFile(name)}\``);
			expect(columns.filter((column) => !head.trim().split(',').includes(column))).toEqual([]);
		}
	});

	test('holds no secrets, no pinned data and nobody’s phone number', () => {
		const text = readFileSync(path.join(EXAMPLES, file), 'utf8');
		expect(text).not.toMatch(/"(?:username|password|callbackSecret|apiKey)"\s*:/i);
		const { pinData = {} } = JSON.parse(text) as { pinData?: Json };
		expect(pinData).toEqual({});
		for (const { credentials = {} } of example.nodes) {
			for (const reference of Object.values(credentials)) {
				expect(Object.keys(reference).sort()).toEqual(['id', 'name']);
			}
		}
		const numbers = example.nodes.flatMap(({ parameters }) =>
			numbersIn(JSON.stringify(parameters)),
		);
		expect(numbers.filter((number) => !FREE_NUMBERS.test(number))).toEqual([]);
	});
});

describe('the check of parameters', () => {
	const [sending] = own(readExample('send-first-sms.json'));
	const outside = (value: string): Json => ({ sendingWindow: { window: { outside: value } } });

	test.each<[string, Json]>([
		['a parameter that is not there', { recipient: '1' }],
		['a value that is not in the list', { route: 'X' }],
		['a safeguard among the options', { options: outside('error') }],
		['nothing in a required field', { text: '' }],
	])('finds %s', (_what, changes) => {
		if (sending === undefined) throw new Error('The example has no node of ours.');
		const parameters = { ...sending.parameters, ...changes };
		expect(unknownParameters({ ...sending, parameters })).not.toEqual([]);
	});

	test('finds a phone number that may belong to someone', () => {
		expect(numbersIn('a 06 12 34 56 78 b')).toEqual(['0612345678']);
		expect(FREE_NUMBERS.test('0612345678')).toBe(false);
		expect(FREE_NUMBERS.test('0639980012')).toBe(true);
	});
});
