import { IANAZone } from 'luxon';
import { NodeOperationError, type IHookFunctions } from 'n8n-workflow';

import { unreadableAddresses } from '../sms/callback/ipWhitelist';
import { shown } from '../sms/givenValue';
import { readTriggerSettings } from './settings';

/**
 * What n8n asks when the workflow is activated. The provider has no API for the callback URL:
 * there is nothing to register, only to check.
 */
export const activation = {
	async checkExists(this: IHookFunctions): Promise<boolean> {
		return false;
	},
	/** @throws NodeOperationError for a setting with which no callback can be read */
	async create(this: IHookFunctions): Promise<boolean> {
		const { ipWhitelist, timezone } = readTriggerSettings(this);
		const [unreadable] = unreadableAddresses(ipWhitelist ?? '');
		if (unreadable !== undefined) {
			throw new NodeOperationError(
				this.getNode(),
				`${shown(unreadable)} in IP(s) Allowlist is not an IP address`,
				{ description: 'Write addresses like 192.0.2.10 or ranges like 198.51.100.0/24.' },
			);
		}
		if (!IANAZone.isValidZone(timezone)) {
			throw new NodeOperationError(this.getNode(), `${shown(timezone)} is not a time zone`, {
				description: "Write it like Europe/Paris, or remove the option Provider's Time Zone.",
			});
		}
		return true;
	},
	async delete(this: IHookFunctions): Promise<boolean> {
		return true;
	},
};
