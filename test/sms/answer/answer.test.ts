import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import fc from 'fast-check';

import {
	type Answer,
	LONGEST_ANSWER,
	readAnswer,
} from '../../../nodes/CapitoleMobile/sms/answer/answer';
import {
	type RecipientOutcome,
	type RequestResult,
	resultOfAnswer,
} from '../../../nodes/CapitoleMobile/sms/answer/result';
import { answerArbitrary } from './answerArbitrary';
import { expectLinear } from '../../pace';

const FOLDER = path.join(__dirname, '../../fixtures/answers');

/** The bytes of an answer and the reading expected from them. */
interface AnswerFixture {
	readonly name: string;
	readonly bytes: Buffer;
	readonly source: "provider's page" | 'assumed';
	readonly recipients: readonly string[];
	readonly answer: Answer;
	readonly result: {
		readonly outcomes: readonly RecipientOutcome[];
		readonly creditsLeft: number | null;
		readonly stop: RequestResult['stop'];
		/** Codes of warnings. */
		readonly warnings: readonly string[];
		readonly hasExcerpt: boolean;
	};
}

const answerFixtures: readonly AnswerFixture[] = readdirSync(FOLDER)
	.filter((file) => file.endsWith('.json'))
	.map((file) => {
		const name = path.parse(file).name;
		return {
			...(JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as AnswerFixture),
			name,
			bytes: readFileSync(path.join(FOLDER, `${name}.txt`)),
		};
	});

/** Decodes valid UTF-8, keeping byte order marks; any other bytes as one character each. */
function decodeBytes(bytes: Buffer): string {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		return bytes.toString('latin1');
	}
}

describe('the fixtures of answers', () => {
	test('pair every answer with an expectation', () => {
		const beside = answerFixtures.flatMap(({ name }) => [`${name}.json`, `${name}.txt`]);
		expect(readdirSync(FOLDER).sort()).toEqual(beside.sort());
	});

	test('number at least 40 and all name their source', () => {
		expect(answerFixtures.length).toBeGreaterThanOrEqual(40);
		for (const { source } of answerFixtures)
			expect(["provider's page", 'assumed']).toContain(source);
	});

	test.each(answerFixtures.map((fixture) => [fixture.name, fixture.source, fixture] as const))(
		'%s (%s) is read as expected',
		(_name, _source, { bytes, answer }) => {
			expect(readAnswer(decodeBytes(bytes))).toEqual(answer);
		},
	);

	test.each(answerFixtures.map((fixture) => [fixture.name, fixture.source, fixture] as const))(
		'%s (%s) gives its numbers the expected outcomes',
		(_name, _source, { bytes, recipients, result }) => {
			const answer = readAnswer(decodeBytes(bytes));
			const { warnings, oddity, ...rest } = resultOfAnswer(answer, recipients);
			const { warnings: codes, hasExcerpt, ...expected } = result;
			expect(rest).toEqual(expected);
			const odd = oddity === null ? [] : ['UNEXPECTED_ANSWER'];
			expect([...warnings.map(({ code }) => code), ...odd]).toEqual(codes);
			expect(oddity !== null).toBe(hasExcerpt);
		},
	);
});

describe('readAnswer', () => {
	test('never throws on generated answers', () => {
		let read = 0;
		fc.assert(
			fc.property(answerArbitrary, (body) => {
				const answer = readAnswer(body);
				read += 1;
				expect(answer.notUnderstood.length).toBeLessThanOrEqual(10);
				if (answer.creditsLeft !== null) expect(Number.isFinite(answer.creditsLeft)).toBe(true);
			}),
			{ numRuns: 10_000, endOnFailure: true },
		);
		expect(read).toBe(10_000);
	});

	test('finds SENDING_OK only between separators or at an end', () => {
		const apart = /(?:^|[\s;,|>\uFEFF\u00BF])SENDING_OK(?:$|[\s;,|<\uFEFF])/;
		fc.assert(
			fc.property(answerArbitrary, (body) => {
				if (readAnswer(body).sendingOk) expect(body).toMatch(apart);
			}),
			{ numRuns: 5_000 },
		);
	});

	test.each([
		['one letter', 'A'],
		['words', 'A '],
		['tags that are not closed', '<br'],
		['groups of three digits', '123 '],
		['balances', 'SENDING_OK;1 '],
		['refused numbers', '33611223344_IS_INVALID;1,5\n'],
	])('reads a megabyte of %s in time proportional to its length', async (_what, unit) => {
		const read = (length: number) => readAnswer(unit.repeat(length / unit.length));
		await expectLinear(LONGEST_ANSWER, read, 400);
	});

	test('ignores an answer over the limit, whatever it says', () => {
		const answer = readAnswer('SENDING_OK;9542' + '\n'.repeat(LONGEST_ANSWER));
		expect(answer.sendingOk).toBe(false);
		expect(answer.creditsLeft).toBeNull();
		expect(answer.notUnderstood[0]).toHaveLength(100);
	});
});
