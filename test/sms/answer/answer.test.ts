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
import { expectWithin } from '../../pace';

const FOLDER = path.join(__dirname, '../../fixtures/answers');

/** An answer's bytes beside what is to be made of them. */
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
		/** Codes. */
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

/** UTF-8 where it is valid, byte order marks left in; else one byte a letter. */
function decodeBytes(bytes: Buffer): string {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		return bytes.toString('latin1');
	}
}

describe('the fixtures of answers', () => {
	test('every answer has its expectation beside it, and the other way round', () => {
		const beside = answerFixtures.flatMap(({ name }) => [`${name}.json`, `${name}.txt`]);
		expect(readdirSync(FOLDER).sort()).toEqual(beside.sort());
	});

	test('there are at least 40, and every one says where it comes from', () => {
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
		'%s (%s) means for its numbers what is expected',
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
	test('generated answers are read without an exception', () => {
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

	test('SENDING_OK is only read where it stands between separators or at an end', () => {
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
	])('a megabyte of %s is read soon', async (_what, unit) => {
		const body = unit.repeat(Math.floor(LONGEST_ANSWER / unit.length));
		await expectWithin(100, () => readAnswer(body));
	});

	test('an answer over the limit is not read, whatever it says', () => {
		const answer = readAnswer('SENDING_OK;9542' + '\n'.repeat(LONGEST_ANSWER));
		expect(answer.sendingOk).toBe(false);
		expect(answer.creditsLeft).toBeNull();
		expect(answer.notUnderstood[0]).toHaveLength(100);
	});
});
