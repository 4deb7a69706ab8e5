import { emulatorForTests } from '../../dev/emulator/forTests';
import { reportOf, type Report } from '../engine/report';
import { executeIn, ON_ERROR, type SituationName } from '../engine/situations';

jest.setTimeout(60_000);

const emulator = emulatorForTests();

/** What happens in a situation, by n8n's setting On Error. */
type Row = Readonly<Record<keyof typeof ON_ERROR, Omit<Report, 'status'>>>;

const OK = ['0: accepted SENDING_OK', '1: accepted SENDING_OK', '2: accepted SENDING_OK'];
const [FIRST = '', , THIRD = ''] = OK;
const sent: Omit<Report, 'status'> = { thrown: null, success: OK, error: [], requests: 3 };

/** The second of three items has `failure`: the others are not touched by it. */
const second = (failure: string, requests: number, thrown: RegExp, sentBefore: number): Row => ({
	Stop: {
		thrown: expect.stringMatching(thrown) as string,
		success: [],
		error: [],
		requests: sentBefore,
	},
	Continue: { thrown: null, success: [FIRST, `1: ${failure}, failed`, THIRD], error: [], requests },
	'error output': {
		thrown: null,
		success: [FIRST, THIRD],
		error: [`1: ${failure}, failed`],
		requests,
	},
});

const ROWS: ReadonlyArray<readonly [SituationName, Row]> = [
	['all well', { Stop: sent, Continue: sent, 'error output': sent }],
	// With Stop, nothing is sent where an item is known to be bad beforehand.
	['item bad', second('rejected INVALID_INPUT', 2, /^Recipients: .*"demain"/, 0)],
	['expression fails', second('rejected INVALID_INPUT', 2, /^Referenced node doesn't exist/, 0)],
	['all refused', second('rejected IS_BLACKLISTED', 3, /\(IS_BLACKLISTED\)$/, 3)],
	['no answer', second('unknown NO_ANSWER', 3, /\(NO_ANSWER\)$/, 3)],
];

describe.each(ROWS)('%s', (situation, row) => {
	for (const outputPer of ['item', 'recipient']) {
		test.each(Object.entries(ON_ERROR))(
			`with %s, one output per ${outputPer}`,
			async (name, onError) => {
				const options = { outputPer };
				const ended = await executeIn(situation, emulator, { settings: { onError }, options });
				const expected = row[name as keyof typeof ON_ERROR];
				const status = expected.thrown === null ? 'success' : 'error';
				expect(reportOf(ended)).toEqual({ status, ...expected });
				// What the engine passes on is what the node gave.
				expect([ended.after, ended.errors].map((items) => items.length)).toEqual([
					expected.success.length,
					expected.error.length,
				]);
			},
		);
	}
});

test('what n8n does where a node throws is seen: the input comes out as if all were well', async () => {
	const context = {
		getInputData() {
			throw new Error('Thrown by the test');
		},
	};
	for (const onError of [ON_ERROR.Continue, ON_ERROR['error output']]) {
		const ended = await executeIn('all well', emulator, { settings: { onError }, context });
		expect(reportOf(ended)).toEqual({
			status: 'success',
			thrown: null,
			success: ['0: the input', '1: the input', '2: the input'],
			error: [],
			requests: 0,
		});
	}
});
