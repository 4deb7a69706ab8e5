import { checkNumber, isForeignMobile, wrongLength } from './numberingPlan';
import { overseasNumber } from './overseas';
import { refuse, severalNumbers, type Refusal } from './refusal';
import type { Warning } from '../warning';
import { readWrittenNumber } from './writtenNumber';

export type PhoneNumberReading =
	| {
			readonly valid: true;
			/** International digits without `+`: 8 to 15, no leading zero. */
			readonly number: string;
			/** Whether the provider adds its STOP mention for this one on route M. */
			readonly metropolitan: boolean;
			readonly warning?: Warning;
	  }
	| Refusal;

// Mobile ranges of metropolitan France as in the metadata of libphonenumber-js 1.13, written plainly:
// nearly all of a campaign, and many times faster than asking. Tests hold both against the library.
const PLAIN = /^(?:0|\+?33)(6(?:[0-24-8]\d|3[0-8]|9[589])\d{6}|7[3-9]\d{7})$/;
// The same less its zero, without what could be a number abroad: 6 digits behind 672, 681, 687 or 688.
const PLAIN_ZERO_LOST = /^(?:6(?:[0-24-6]\d|3[0-8]|7[013-9]|8[02-69]|9[589])|7[3-9]\d)\d{6}$/;

/**
 * Reads one phone number, in any of the ways it is written in French spreadsheets.
 *
 * | written | read |
 * |---|---|
 * | `06 11 22 33 44`, `+33 (0)6.11.22.33.44`, `0033611223344`, `tel:0611223344` | `33611223344` |
 * | `611223344` as text or number: the spreadsheet ate the zero | `33611223344` |
 * | `0692 12 34 56`: an overseas department, see `overseas.ts` | `262692123456` |
 * | `34622334455`, `+34 622 33 44 55` | `34622334455` |
 * | `3,36E+10`, `01 23 45 67 89`, `112`, letters | refused, with a code, a reason and a remedy |
 *
 * What it returns can be read again and stays the same. Never throws.
 */
export function readPhoneNumber(written: string | number): PhoneNumberReading {
	const plain = readPlainly(String(written));
	if (plain !== undefined) return plain;
	const digits = readWrittenNumber(written);
	return typeof digits === 'string' ? (readPlainly(digits) ?? readDigits(digits)) : digits;
}

/** As `readPhoneNumber`, without its short cuts. */
export function readThoroughly(written: string | number): PhoneNumberReading {
	const digits = readWrittenNumber(written);
	return typeof digits === 'string' ? readDigits(digits) : digits;
}

/**
 * Whether a number is a mobile of metropolitan France, where the provider adds its STOP mention on
 * route M ("en France Métropolitaine seulement"). Overseas numbers have codes of their own.
 *
 * @param international digits without `+`
 */
export function isMetropolitan(international: string): boolean {
	return /^33[67]\d{8}$/.test(international);
}

function readPlainly(text: string): PhoneNumberReading | undefined {
	const national = PLAIN_ZERO_LOST.test(text) ? text : PLAIN.exec(text)?.[1];
	if (national === undefined) return undefined;
	return { valid: true, number: `33${national}`, metropolitan: true };
}

/** @param digits behind a `+` or `00` if it was written so */
function readDigits(digits: string): PhoneNumberReading {
	// 15 digits, and at most a 0 behind the country code.
	if (digits.length > 18) return severalNumbers();
	if (digits.length < 8) return wrongLength('TOO_SHORT', digits);
	const prefix = /^(?:\+?00|\+)/.exec(digits)?.[0];
	if (prefix !== undefined) return readInternational(digits.slice(prefix.length));
	if (digits.startsWith('0')) return readNational(digits);
	// @assumption NO_PREFIX_IS_FRENCH: 9 digits that begin with 6 or 7 are a French mobile whose zero was lost, other digits without a leading 0 begin with a country code, because the provider's page has 633445566 and 34622334455 side by side.
	if (/^[67]\d{8}$/.test(digits)) return readLostZero(digits);
	return readInternational(digits);
}

function readInternational(digits: string): PhoneNumberReading {
	const checked = checkNumber(digits);
	return checked.valid ? { ...checked, metropolitan: isMetropolitan(checked.number) } : checked;
}

function readNational(digits: string): PhoneNumberReading {
	if (digits.length !== 10) {
		return refuse(
			digits.length < 10 ? 'TOO_SHORT' : 'TOO_LONG',
			`has ${digits.length} digits, where a French number has 10`,
		);
	}
	const national = digits.slice(1);
	return readInternational(overseasNumber(national)?.number ?? `33${national}`);
}

function readLostZero(national: string): PhoneNumberReading {
	const reading = readNational(`0${national}`);
	if (!reading.valid || !isForeignMobile(national)) return reading;
	return {
		...reading,
		warning: {
			code: 'AMBIGUOUS_RECIPIENT',
			message: `${national} was taken for the French mobile 0${national}, not for +${national} abroad.`,
		},
	};
}
