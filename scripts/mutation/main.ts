/**
 * Proves that the tests of the rules can fail: changes each pack value, and turns each refusal of the judging functions into an
 * acceptance, one at a time; a test that names the rule must fail. Prints what survives, and a row for each rule.
 *
 *   -- --only=T44,T41   only the tests and the values of these rules
 *
 * Exits with 1 if something survives that `survivorsWithReason` does not explain, or if it explains something that is caught by now.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { regulations } from '../../src/lib/domain/regulation/packs/all.ts'
import { eRules, stateOf } from '../../tests/rules/e-rules.ts'
import { syncGenerated } from '../generated.ts'
import { run } from '../run.ts'
import { packMutants } from './pack-values.ts'
import { findAllRefusals } from './refusals.ts'
import { type Findings, NO_RULE } from './findings.ts'

/** What no test of a rule catches, and why that is right. A new survivor needs a test, or a reason here. */
const survivorsWithReason: Readonly<Record<string, string>> = {}

interface Mutant {
	id: string
	name: string
	/** The rules that the value or the function cites; empty: none. */
	rules: readonly string[]
}

const only = process.argv.find((one) => one.startsWith('--only='))?.slice('--only='.length) ?? ''
const asked = only.split(',').filter(Boolean)

const values = regulations.flatMap(packMutants).map(({ name, rule }): Mutant => ({ id: name, name, rules: [rule] }))
const refusals: Mutant[] = findAllRefusals()

await syncGenerated()
const folder = mkdtempSync(`${tmpdir()}/mutants-`)
const { code, output, seconds } = await run(
	'vitest',
	['run', '--config', 'scripts/mutation/vitest.config.ts', '--reporter=json', `--outputFile=${folder}/report`],
	{ env: { TANDEM_FINDINGS: `${folder}/found`, ...(asked.length > 0 && { TANDEM_RULES: only }) } }
)
if (code !== 0) {
	console.error(output)
	console.error(readFileSync(`${folder}/report`, 'utf8').slice(0, 20_000))
	throw new Error('A test fails without any mutant')
}
const all = readdirSync(`${folder}/found`).map(
	(file) => JSON.parse(readFileSync(`${folder}/found/${file}`, 'utf8')) as Findings
)
rmSync(folder, { recursive: true })

const isAsked = ({ rules }: Mutant) => asked.length === 0 || rules.some((rule) => asked.includes(rule))
const catchers = ({ id }: Mutant) => new Set(all.flatMap(({ caught }) => caught[id] ?? []))
/** A value by a test of its own rule; a refusal by any test: not every refusal is a rule of the field. */
const isCaught = (mutant: Mutant) => {
	const by = catchers(mutant)
	return values.includes(mutant) ? mutant.rules.some((rule) => by.has(rule)) : by.size > 0
}

report('Pack values', values.filter(isAsked))
report('Refusals', refusals.filter(isAsked))
reportRules()
const unrepeatable = all.flatMap((one) => one.unrepeatable)
if (unrepeatable.length > 0) console.log(`\nTests that cannot run twice, and prove nothing: ${unrepeatable.join('; ')}`)
checkSurvivors([...values, ...refusals].filter(isAsked))
console.log(JSON.stringify({ values: tally(values), refusals: tally(refusals), seconds }))

function tally(mutants: readonly Mutant[]) {
	const own = mutants.filter(isAsked)
	return { broken: own.length, caught: own.filter(isCaught).length }
}

function report(title: string, mutants: readonly Mutant[]): void {
	const survivors = mutants.filter((one) => !isCaught(one))
	const unnamed = mutants.filter((one) => isCaught(one) && [...catchers(one)].every((by) => by === NO_RULE))
	console.log(`\n${title}: ${mutants.length} broken, ${mutants.length - survivors.length} caught`)
	if (unnamed.length > 0) console.log(`  ${unnamed.length} of them by tests that name no rule: ${listed(unnamed)}`)
	for (const { name, rules } of survivors) {
		const reason = survivorsWithReason[name]
		console.log(`  survives: ${name} [${rules.join(' ')}]${reason === undefined ? '' : `: ${reason}`}`)
	}
}

function listed(mutants: readonly Mutant[]): string {
	return mutants.map(({ name }) => name).join('; ')
}

/** For each rule: its tests that ran, its values broken and caught, and the refusals that its tests catch. */
function reportRules(): void {
	console.log('\nrule | state | tests | values broken | values caught | refusals caught')
	const elsewhere: string[] = []
	for (const [rule] of eRules) {
		if (asked.length > 0 && !asked.includes(rule)) continue
		const tests = all.reduce((sum, one) => sum + (one.tests[rule] ?? 0), 0)
		const own = values.filter(({ rules }) => rules.includes(rule))
		const caught = own.filter((one) => catchers(one).has(rule)).length
		const refused = refusals.filter((one) => catchers(one).has(rule)).length
		console.log(`${rule} | ${stateOf(rule)} | ${tests} | ${own.length} | ${caught} | ${refused}`)
		if (stateOf(rule) === 'holds' && caught + refused === 0) elsewhere.push(rule)
	}
	if (elsewhere.length > 0) console.log(`\nHeld by code that is not broken here: ${elsewhere.join(' ')}`)
}

function checkSurvivors(mutants: readonly Mutant[]): void {
	const unexplained = mutants.filter((one) => !isCaught(one) && survivorsWithReason[one.name] === undefined)
	const over = Object.keys(survivorsWithReason).filter((name) => {
		const one = [...values, ...refusals].find((mutant) => mutant.name === name)
		return one === undefined || (mutants.includes(one) && isCaught(one))
	})
	if (unexplained.length > 0) console.error(`\n${unexplained.length} survive without a reason in survivorsWithReason`)
	if (over.length > 0) console.error(`\nsurvivorsWithReason explains what does not survive: ${over.join('; ')}`)
	if (unexplained.length + over.length > 0) process.exitCode = 1
}
