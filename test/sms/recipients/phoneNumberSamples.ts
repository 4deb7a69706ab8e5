/** One written number and what must be read from it. */
export interface PhoneNumberSample {
	readonly written: string | number;
	/** International digits without `+`; or a refusal's code, in capitals. */
	readonly read: string;
	readonly warning?: string;
	/** What the sample is about. */
	readonly about: string;
}

const sample = (
	about: string,
	written: string | number,
	read: string,
	warning?: string,
): PhoneNumberSample => ({ about, written, read, ...(warning === undefined ? {} : { warning }) });

const AMBIGUOUS = 'AMBIGUOUS_RECIPIENT';

export const PHONE_NUMBER_SAMPLES: readonly PhoneNumberSample[] = [
	// From the provider's page.
	sample("the provider's sample, national", '0611223344', '33611223344'),
	sample("the provider's sample, foreign without +", '34622334455', '34622334455'),

	// Metropolitan mobiles, by what stands between the digits.
	sample('spaces', '06 11 22 33 44', '33611223344'),
	sample('dots', '06.11.22.33.44', '33611223344'),
	sample('hyphens', '06-11-22-33-44', '33611223344'),
	sample('no-break spaces', '06\u00A011\u00A022\u00A033\u00A044', '33611223344'),
	sample('thin, figure and en spaces', '06\u200911\u200722\u200233\u200244', '33611223344'),
	sample('tabs, in a cell', '06\t11\t22\t33\t44', '33611223344'),
	sample('signs of all kinds', "06_11/22·33−4'4", '33611223344'),
	sample('spaces of all kinds', '06\u202F11\u300022\u2011334 4', '33611223344'),
	sample('en and em dashes', '06–11–22—33—44', '33611223344'),
	sample('soft hyphens', '0611\u00AD22\u00AD3344', '33611223344'),
	sample('spaces around', '  0611223344 \r\n', '33611223344'),
	sample('brackets around the operator', '(06) 11 22 33 44', '33611223344'),
	sample('a bullet', '- 06 11 22 33 44', '33611223344'),
	sample('an advertising form of Facebook', 'p:+33611223344', '33611223344'),
	sample("a pasted list's numbering", '2. 06 11 22 33 44', '33611223344'),

	// Country code.
	sample('+', '+33611223344', '33611223344'),
	sample('(0)', '+33 (0)6 11 22 33 44', '33611223344'),
	sample('a 0 left behind the code', '+33 06 11 22 33 44', '33611223344'),
	sample('a 0 left behind the code, no +', '330611223344', '33611223344'),
	sample('00 and (0)', '00 33 (0)6 11 22 33 44', '33611223344'),
	sample('+ and 00', '+0033611223344', '33611223344'),
	sample('(+33)', '(+33) 6 11 22 33 44', '33611223344'),
	sample('full-width +', '＋33611223344', '33611223344'),

	// What stands around.
	sample('tel:', 'tel:+33-6-11-22-33-44', '33611223344'),
	sample('Tél. :', 'Tél. : 06 11 22 33 44', '33611223344'),
	sample('Tél with a separate accent', 'Te\u0301l 0611223344', '33611223344'),
	sample('quotes', '"0611223344"', '33611223344'),
	sample("Excel's text mark", "'0611223344", '33611223344'),
	sample("Excel's text formula", '="0611223344"', '33611223344'),
	sample('marks of direction, from a contacts app', '\u202A+33 6 11 22 33 44\u202C', '33611223344'),
	sample('a byte order mark', '\uFEFF0611223344', '33611223344'),
	sample('zero-width spaces', '06\u200B11\u200B22\u200B33\u200B44', '33611223344'),

	// Other digits.
	sample('full-width digits', '０６１１２２３３４４', '33611223344'),
	sample('Arabic-Indic digits', '٠٦١١٢٢٣٣٤٤', '33611223344'),

	// Numbers as numbers.
	sample('a number that lost its zero', 611223344, '33611223344'),
	sample('a number overseas that lost its zero', 692123456, '262692123456'),
	sample('an integer that became a float', '611223344.0', '33611223344'),
	sample('decimals', '614123456.00', '33614123456'),
	sample('decimals behind a 0', '0611223344.000', '33611223344'),
	sample('decimals of a French spreadsheet', '639980001,00', '33639980001'),
	sample('thousands of a French spreadsheet', '611\u202F223\u202F344,00', '33611223344'),
	sample('thousands of a Swiss spreadsheet', "34'622'334'455.00", '34622334455'),
	sample('decimals behind pairs', '06 11 22 33 44,00', '33611223344'),
	sample('decimals behind pairs with points', '06.11.22.33.44.00', '33611223344'),
	sample('decimals behind a number abroad', '34622334455.00', '34622334455'),
	sample('decimals behind a number abroad in groups', '+65 8127 0471.00', '6581270471'),
	sample('a pair of zeros, no decimals', '06.11.22.33.00', '33611223300'),
	sample('a pair of zeros, no decimals, its zero lost', '6.11.22.33.00', '33611223300'),
	sample('other decimals', '639980001.5', 'NOT_A_NUMBER'),
	sample('other decimals with a comma', '614123456,50', 'NOT_A_NUMBER'),
	sample('other decimals abroad, in groups', '+49 1512 3469913.50', 'NOT_A_NUMBER'),
	sample('a page number behind', '639980001/02', 'NOT_A_NUMBER'),
	sample('a page number behind a dash', '614123456-02', 'NOT_A_NUMBER'),
	sample('a number behind a gap', '614123456 78', 'NOT_A_NUMBER'),
	sample('a pair too many', '6 14 12 34 56 78', 'NOT_A_NUMBER'),
	sample("a list's number before", '4 07 31 23 45 67', 'NOT_A_NUMBER'),
	sample('scientific notation with all digits', '6.39980001E+8', '33639980001'),
	sample('the same in French', '6,11223344e8', '33611223344'),
	sample('the same with zeros behind', '6.3998000100E+08', '33639980001'),
	sample('scientific notation with decimals', '6.399800015E+8', 'NOT_A_NUMBER'),
	sample('a lost zero, with spaces', '6 11 22 33 44', '33611223344'),
	sample('a number 0', 0, 'TOO_SHORT'),
	sample('a number below 0', -611223344, 'NOT_A_NUMBER'),
	sample('not a number', Number.NaN, 'NOT_A_NUMBER'),
	sample('a number beyond precision', 1e21, 'NOT_A_NUMBER'),
	sample('scientific notation', '3.36E+10', 'SCIENTIFIC_NOTATION'),
	sample('scientific notation in French', '3,36112E+10', 'SCIENTIFIC_NOTATION'),

	// Overseas, written nationally.
	sample('Guadeloupe', '0690 12 34 56', '590690123456'),
	sample('Guadeloupe, 07', '0709012345', '590709012345'),
	sample('French Guiana', '06 94 12 34 56', '594694123456'),
	sample('French Guiana, 07', '0709312345', '594709312345'),
	sample('Martinique', '0696123456', '596696123456'),
	sample('Martinique, 07', '0709112345', '596709112345'),
	sample('La Réunion', '0692123456', '262692123456'),
	sample('La Réunion, 07', '0709212345', '262709212345'),
	sample('Mayotte', '0639012345', '262639012345'),
	sample('Saint-Pierre-et-Miquelon', '0508 55 12 34', '508551234'),
	sample('a landline of Saint-Pierre-et-Miquelon', '0508 41 12 34', 'NOT_A_MOBILE'),
	sample('Saint-Pierre-et-Miquelon, 07', '0708401234', '508708401234'),
	sample('overseas with its own code', '+262 692 12 34 56', '262692123456'),
	sample('overseas with its own code, no +', '262692123456', '262692123456'),
	sample('overseas with its own code and a 0', '+596 (0)696 12 34 56', '596696123456'),
	sample('overseas under the metropolitan code, with a 0', '+33 (0)692 12 34 56', '262692123456'),
	sample('Mayotte under the metropolitan code', '+330639012345', '262639012345'),
	sample("overseas under another department's code", '+590 692 12 34 56', '262692123456'),
	sample('Saint-Pierre-et-Miquelon under the metropolitan code', '+33 508 55 12 34', '508551234'),
	sample('overseas under the metropolitan code', '+33 690 12 34 56', '590690123456'),
	sample('next to an overseas range', '0695123456', '33695123456'),
	sample('next to an overseas range', '0638123456', '33638123456'),

	// Abroad.
	sample('Spain', '+34 622 33 44 55', '34622334455'),
	sample('Belgium', '+32 475/12.34.56', '32475123456'),
	sample('Switzerland, 00', '0041 79 123 45 67', '41791234567'),
	sample('United Kingdom, (0)', '+44 (0)7911 123456', '447911123456'),
	sample('Ivory Coast, where a 0 belongs to the number', '+225 07 12 34 56 78', '2250712345678'),
	sample('United States', '+1 (415) 555-2671', '14155552671'),
	sample('a foreign landline', '+32 2 555 12 12', '3225551212', 'UNSURE_MOBILE'),
	sample('Saint-Pierre-et-Miquelon, no +', '508551234', '508551234'),
	sample('a landline of Singapore', '+65 6123 4567', '6561234567', 'UNSURE_MOBILE'),
	sample('toll-free', '+1 800 555 1212', '18005551212', 'UNSURE_MOBILE'),

	// Two readings.
	sample('French, or of New Caledonia', '687751234', '33687751234', 'AMBIGUOUS_RECIPIENT'),
	sample('French, or of Wallis and Futuna', 681821234, '33681821234', 'AMBIGUOUS_RECIPIENT'),
	sample('French with a digit too many, or of Singapore', '6598000123', '6598000123', AMBIGUOUS),
	sample('French with a digit too many, or of New Zealand', '6421123456', '6421123456', AMBIGUOUS),
	sample('French with 00 behind, or of Australia', '61412345600', '61412345600', AMBIGUOUS),
	sample(
		'French with two digits too many, or of Australia',
		'61412345678',
		'61412345678',
		AMBIGUOUS,
	),
	sample('of Russia, no +', '7 916 123-45-67', '79161234567', AMBIGUOUS),
	sample('of French Polynesia, no +', '689 87 12 34 56', '68987123456', AMBIGUOUS),
	sample('of French Polynesia', '+689 87 12 34 56', '68987123456'),
	sample('French with a digit missing, or of the Cook Islands', '68251234', '68251234', AMBIGUOUS),
	sample('a landline of Rennes, or a mobile of Greenland', '299234567', '299234567', AMBIGUOUS),
	sample('of Singapore, with +', '+65 9800 0123', '6598000123'),
	sample('French with 00 behind, of no country', '63998000100', 'TOO_LONG'),
	sample('of New Caledonia, French for the provider', '+687 75 12 34', 'LOOKS_FRENCH'),
	sample('French range not in service', '0701234567', '33701234567', 'UNSURE_MOBILE'),

	// Refused.
	sample('nothing', '', 'EMPTY'),
	sample('a label only', 'Tél. :', 'EMPTY'),
	sample('letters', 'Dupont', 'NOT_A_NUMBER'),
	sample('letters behind', '0611223344 (Jean)', 'NOT_A_NUMBER'),
	sample('an extension', '0611223344 poste 12', 'NOT_A_NUMBER'),
	sample('the letter O', 'O611223344', 'NOT_A_NUMBER'),
	sample("a spreadsheet's gap", '#N/A', 'NOT_A_NUMBER'),
	sample('an expression left as text', '{{ $json.phone }}', 'NOT_A_NUMBER'),
	sample('a bracket not closed', '(0611223344', 'NOT_A_NUMBER'),
	sample('a + inside', '33+611223344', 'NOT_A_NUMBER'),
	sample('a digit missing', '061122334', 'TOO_SHORT'),
	sample('a digit too many', '06112233445', 'TOO_LONG'),
	sample('a digit missing behind 33', '3361122334', 'TOO_SHORT'),
	sample('a digit too many behind 33', '336112233445', 'TOO_LONG'),
	sample('a landline', '01 23 45 67 89', 'NOT_A_MOBILE'),
	sample('a landline with its code', '+33 4 56 78 90 12', 'NOT_A_MOBILE'),
	sample('a landline overseas', '0262 12 34 56', 'NOT_A_MOBILE'),
	sample('a landline overseas with its code', '+590 590 12 34 56', 'NOT_A_MOBILE'),
	sample('a landline that lost its zero', 123456789, 'TOO_SHORT'),
	sample('an emergency number', '112', 'TOO_SHORT'),
	sample('an emergency number with a code', '+33112', 'TOO_SHORT'),
	sample('a number of 7 digits', '+290 1234', 'TOO_SHORT'),
	sample('a company number of 14 digits', '73282932000074', 'NOT_A_NUMBER'),
	sample('a country code not in use', '+999 11 22 33 44', 'UNKNOWN_COUNTRY_CODE'),
	sample('a + before a national number', '+0611223344', 'UNKNOWN_COUNTRY_CODE'),
	sample('a 0 behind +1', '+1 012 345 6789', 'NOT_A_NUMBER'),
	sample('two numbers', '0611223344 0622334455', 'SEVERAL_NUMBERS'),
	sample('two numbers with a slash', '06 11 22 33 44 / 06 22 33 44 55', 'SEVERAL_NUMBERS'),
];
