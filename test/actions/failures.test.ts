import { emulatorForTests } from '../../dev/emulator/forTests';
import { reportOf } from '../engine/report';
import { executeIn, ON_ERROR, SITUATIONS, type SituationName } from '../engine/situations';

jest.setTimeout(60_000);

const emulator = emulatorForTests();

type Operation = 'preview' | 'testRequest' | 'getBalance';

/** The code of every item that fails, and the number of requests, also with Stop. */
interface Expected {
	readonly codes: readonly [string | null, string | null, string | null];
	readonly requests: number;
	readonly requestsWithStop?: number;
}

const all = (code: string | null, requests: number): Expected => ({
	codes: [code, code, code],
	requests,
});
const second = (code: string, requests: number, requestsWithStop: number): Expected => ({
	codes: [null, code, null],
	requests,
	requestsWithStop,
});

/** Situations that are not listed cause no failure. */
const TABLE: Readonly<Record<Operation, Readonly<Partial<Record<SituationName, Expected>>>>> = {
	// Needs no request and no credential.
	preview: {
		'item option bad': second('INVALID_INPUT', 0, 0),
		'item bad': second('NOT_A_NUMBER', 0, 0),
		'expression fails': second('INVALID_INPUT', 0, 0),
	},
	testRequest: {
		'credential missing': all('CREDENTIAL_NOT_READ', 0),
		'credential deleted': all('CREDENTIAL_NOT_READ', 0),
		'credential unreadable': all('CREDENTIAL_NOT_READ', 0),
		'URL none': all('INVALID_URL', 0),
		'run option bad': all('INVALID_INPUT', 0),
		'item option bad': second('INVALID_INPUT', 2, 1),
		'item bad': second('NOT_A_NUMBER', 2, 1),
		'expression fails': second('INVALID_INPUT', 2, 1),
		'not reached': all('COULD_NOT_CONNECT', 0),
		'no answer': second('NO_ANSWER', 3, 2),
		'unexpected exception': all('NO_ANSWER', 0),
	},
	// Asked once for all items, whatever they hold.
	getBalance: {
		'credential missing': all('CREDENTIAL_NOT_READ', 0),
		'credential deleted': all('CREDENTIAL_NOT_READ', 0),
		'credential unreadable': all('CREDENTIAL_NOT_READ', 0),
		'URL none': all('INVALID_URL', 0),
		'not reached': all('COULD_NOT_CONNECT', 0),
		'unexpected exception': all('NO_ANSWER', 0),
	},
};
const ALL_WELL: Readonly<Record<Operation, Expected>> = {
	preview: all(null, 0),
	testRequest: all(null, 3),
	getBalance: all(null, 1),
};

const CELLS = (Object.keys(TABLE) as Operation[]).flatMap((operation) =>
	(Object.keys(SITUATIONS) as SituationName[]).flatMap((situation) =>
		(Object.keys(ON_ERROR) as Array<keyof typeof ON_ERROR>).map((onError) => ({
			operation,
			situation,
			onError,
		})),
	),
);

test.each(CELLS)('$operation: $situation, with $onError', async (cell) => {
	const { operation, situation, onError } = cell;
	const resource = operation === 'getBalance' ? 'account' : 'sms';
	const ended = await executeIn(situation, emulator, {
		parameters: { resource, operation },
		settings: { onError: ON_ERROR[onError] },
	});
	const {
		codes,
		requests,
		requestsWithStop = requests,
	} = TABLE[operation][situation] ?? ALL_WELL[operation];
	const isStopped = onError === 'Stop' && codes.some((code) => code !== null);
	const toErrors = onError === 'error output';
	const lines = codes.map((code, item) => ({
		isError: toErrors && code !== null,
		line: code === null ? `${String(item)}: done` : `${String(item)}: ${code}, failed`,
	}));
	const linesOf = (isError: boolean) =>
		isStopped ? [] : lines.filter((one) => one.isError === isError).map(({ line }) => line);
	expect(reportOf(ended)).toEqual({
		status: isStopped ? 'error' : 'success',
		thrown: isStopped ? expect.stringMatching(/./) : null,
		success: linesOf(false),
		error: linesOf(true),
		requests: isStopped ? requestsWithStop : requests,
	});
	expect(emulator.messages).toEqual([]);
});
