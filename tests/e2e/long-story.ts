/** A story that lasts months: a municipality of its own, and one clock for its server and the phones of its people. */
import type { BrowserContextOptions } from '@playwright/test'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { IsoDate } from '#domain/calendar.ts'
import { openMunicipality, type Municipality } from '../support/municipality.ts'
import { test as base, type Actor } from './actors.ts'

export { expect } from './actors.ts'

export interface LongStory<PersonId extends string> {
	/** Opens the person's phone; a curator and a head use a desktop. */
	meet(person: PersonId): Promise<Actor>
	/** A phone of somebody who has not signed in yet. */
	meetNewcomer(): Promise<Actor>
	/** From now on it is this day, for the server and on every phone. */
	goTo(day: IsoDate): Promise<void>
	/** Restarts the server, as for an update: it then does the work that became due in the passed days. */
	restartServer(): Promise<void>
}

interface Fixtures {
	begin<PersonId extends string>(municipality: Municipality<PersonId>): Promise<LongStory<PersonId>>
}

/** In these stories it always has a network, and stores no app. */
const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 900 }, serviceWorkers: 'block' }

export const test = base.extend<Fixtures>({
	begin: async ({ directory, startAnother, openPhone }, use, testInfo) => {
		// Seconds on an idle machine; a busy one takes longer.
		testInfo.slow()
		await use(async (municipality) => {
			const clock = join(directory, 'clock')
			const actors: Actor[] = []
			let offMs = 0
			const now = () => new Date(Date.now() + offMs)

			async function goTo(day: IsoDate): Promise<void> {
				// Noon in Tomsk, morning in Krasnodar.
				offMs = Date.parse(`${day}T05:00:00.000Z`) - Date.now()
				await writeFile(clock, String(offMs))
				for (const { context } of actors) await context.clock.setSystemTime(now())
			}

			await goTo(municipality.since)
			const opened = await openMunicipality(municipality)
			const env = { TANDEM_DEMO: '0', TANDEM_DATA: opened.directory, TANDEM_E2E_CLOCK: clock }
			const server = await startAnother(env, 'tests/e2e/clocked-server.ts')

			async function meetNewcomer(device: BrowserContextOptions = {}): Promise<Actor> {
				const { timeZone: timezoneId } = municipality
				const actor = await openPhone({ baseURL: server.origin, timezoneId, ...device })
				await actor.context.clock.install({ time: now() })
				actors.push(actor)
				return actor
			}

			return {
				async meet(person) {
					const { role } = municipality.people[person]
					const actor = await meetNewcomer(role === 'curator' || role === 'head' ? desktop : {})
					await actor.context.addCookies([{ ...opened.cookieOf(person), url: server.origin }])
					return actor
				},
				meetNewcomer: () => meetNewcomer(),
				goTo,
				async restartServer() {
					await server.stop()
					await server.start()
				}
			}
		})
	}
})
