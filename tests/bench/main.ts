/**
 * `npm run bench`: prints the tables; with `-- --write` it also puts them into docs/measured.md. The figures
 * depend on the machine: what counts is how they change from one version to the next.
 */
import { cpus } from 'node:os'
import { benchApi } from './api.ts'
import { benchBrowser } from './browser.ts'
import { benchCompaction } from './compaction.ts'
import { benchHistory } from './history.ts'
import { benchSimulator } from './simulator.ts'
import { writeBetweenMarks } from '../../scripts/measured.ts'
import { toMarkdown, type Row } from './table.ts'

const benches = [benchApi, benchBrowser, benchCompaction, benchHistory, benchSimulator]
const rows: Row[] = []
for (const bench of benches) rows.push(...(await bench()))
const table = `Node ${process.versions.node}, ${cpus().length} cores, loopback.\n\n${toMarkdown(rows)}`
console.log(table)
if (process.argv.includes('--write')) await writeBetweenMarks('bench', table)
process.exit(0)
