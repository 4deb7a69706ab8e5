import { createRequire } from 'node:module';
import { installedTypes } from './bench/installedTypes';
import { COMMON_TEXT, personalText, writtenNumber } from './bench/messages';
import { stubContext } from './bench/stubContext';
const [, folder = '', kind = 'personalised', reps = '12'] = process.argv.slice(1);
const types = installedTypes(folder, createRequire(__filename));
function items(count: number) {
  const numbers = Array.from({ length: count }, (_, i) => writtenNumber(i));
  if (kind === 'list') return [{ recipients: numbers, text: COMMON_TEXT, options: {} }];
  return numbers.map((recipients, i) => ({ recipients, text: personalText(i), options: {} }));
}
(async () => {
  const count = kind === 'list' ? 20000 : 1000;
  const all = items(count);
  const best: number[] = [];
  for (let i = 0; i < Number(reps); i++) {
    const b = process.cpuUsage();
    await types.node.execute!.call(stubContext(types, all as never, () => {}));
    const { user, system } = process.cpuUsage(b);
    best.push((user + system) / 1000);
  }
  best.sort((a, b) => a - b);
  console.log(JSON.stringify({ min: best[0], med: best[best.length >> 1] }));
})();
