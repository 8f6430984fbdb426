import { z } from 'zod'
import { regulations as shipped, findRegulation } from '#domain/regulation/packs/all.ts'
import { givenDay } from '#domain/given.ts'
import { findConflicts } from '#domain/regulation/conflicts.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { findRoadmap } from '#domain/roadmaps/all.ts'
import type { RegulationListing, SavedState } from '#protocol/api/regulations.ts'
import { listMentors } from '../people/bank-list.ts'
import { markTask, readTasksSince, readTaskStates } from '../programs/calendar-tasks.ts'
import {
	countProgramsByRegulation,
	deleteCopy,
	findCopy,
	type KeptCopy,
	listCopies,
	saveCopy
} from '../programs/regulation-copies.ts'
import { todayIn } from '../people/municipalities.ts'
import { chooseRegulation, readCurrentId, readRegulation } from '../people/regulations.ts'
import { type ApiOptions, refuse } from './serve/answers.ts'
import type { Serve } from './serve/endpoint.ts'
import { overseers } from './serve/guards.ts'

const MOST_BYTES = 256 * 1024

const saving = z.object({ base: z.int().min(1).nullable(), regulation: z.looseObject({ id: z.string().max(60) }) })
const choice = z.object({ id: z.string().min(1).max(60), was: z.string().min(1).max(60) })

const taskMark = z.union([z.strictObject({ dueOn: givenDay.nullable() }), z.strictObject({ isDone: z.boolean() })])

const nothing = { all: 0, open: 0, withdrawn: 0, fulfilled: 0 }

/** For curator and head; 403 for everybody else. */
export function addRegulations(serve: Serve, options: ApiOptions): void {
	const { registry, now } = options

	serve('GET /api/regulations', { may: overseers }, async ({ scope: municipalityId }) => {
		const [today, copies, programs] = await Promise.all([
			todayIn(registry, municipalityId, now()),
			listCopies(registry, municipalityId),
			countProgramsByRegulation(registry, municipalityId)
		])
		const toListing = (id: string, regulation: Regulation | null): Omit<RegulationListing, 'problems' | 'saved'> => ({
			id,
			copyOf: regulation?.copyOf ?? null,
			title: regulation?.title ?? id,
			order: regulation && { number: regulation.order.number, date: regulation.order.date },
			inForce: regulation && regulation.inForce.value,
			conflicts: regulation === null ? [] : findConflicts(regulation, { today, findRoadmap }),
			programs: programs.get(id) ?? nothing
		})
		return {
			currentId: await readCurrentId(registry, municipalityId),
			regulations: [
				...shipped.map((regulation) => ({ ...toListing(regulation.id, regulation), problems: [], saved: null })),
				...copies.map((copy) => ({
					...toListing(copy.id, copy.parsed.ok ? copy.parsed.regulation : null),
					problems: copy.parsed.ok ? [] : copy.parsed.problems,
					saved: toSaved(copy)
				}))
			]
		}
	})

	serve('POST /api/regulations/current', { may: overseers, body: choice }, async ({ scope: municipalityId, body }) => {
		const { id, was } = body
		const copy = await findCopy(registry, municipalityId, id)
		if (copy === null && findRegulation(id) === null) return refuse('not_found')
		// Nothing can be checked by a regulation that cannot be read.
		if (copy?.parsed.ok === false) return refuse('conflict')
		if (!(await chooseRegulation(registry, municipalityId, id, was))) return refuse('conflict')
		const programs = await countProgramsByRegulation(registry, municipalityId)
		const others = [...programs].filter(([regulationId]) => regulationId !== id)
		return { keepTheirs: others.reduce((sum, [, { open }]) => sum + open, 0) }
	})

	serve('GET /api/regulations/:id', { may: overseers }, async ({ scope: municipalityId, params: { id } }) => {
		const copy = await findCopy(registry, municipalityId, id)
		if (copy?.parsed.ok === false) return refuse('conflict')
		const regulation = copy?.parsed.regulation ?? findRegulation(id)
		if (regulation === null) return refuse('not_found')
		const isCurrent = (await readCurrentId(registry, municipalityId)) === id
		return {
			regulation,
			isCurrent,
			unmetMentors: isCurrent ? null : await countUnmet(municipalityId, regulation),
			programs: (await countProgramsByRegulation(registry, municipalityId)).get(id) ?? nothing,
			saved: copy === null ? null : toSaved(copy),
			tasksSince: await readTasksSince(registry, municipalityId, regulation),
			tasks: await readTaskStates(registry, municipalityId, regulation)
		}
	})

	serve(
		'POST /api/regulations/:id',
		{ may: overseers, body: saving, mostBytes: MOST_BYTES },
		async ({ askerId, scope: municipalityId, params, body }) => {
			if (body.regulation.id !== params.id) return refuse('invalid', 'id')
			const given = { ...body, byId: askerId }
			const saved = await saveCopy(registry, municipalityId, given, now().toISOString())
			switch (saved.type) {
				case 'saved':
					return { outcome: 'saved' as const, version: saved.version }
				case 'problems':
					return { outcome: 'refused' as const, problems: saved.problems }
				case 'conflict':
					return refuse('conflict')
				case 'in-use':
					return refuse('conflict', 'programs')
			}
		}
	)

	serve(
		'PUT /api/regulations/:id/tasks/:taskId',
		{ may: overseers, body: taskMark },
		async ({ askerId, scope: municipalityId, params, body }) => {
			const regulation = await readRegulation(registry, municipalityId, params.id)
			if (regulation === null) return refuse('not_found')
			const isMarked = await markTask(registry, municipalityId, regulation, {
				taskId: params.taskId,
				mark: body,
				today: await todayIn(registry, municipalityId, now()),
				byId: askerId,
				at: now().toISOString()
			})
			if (!isMarked) return refuse('not_found')
			return await readTaskStates(registry, municipalityId, regulation)
		}
	)

	serve('DELETE /api/regulations/:id', { may: overseers }, async ({ scope: municipalityId, params }) => {
		switch (await deleteCopy(registry, municipalityId, params.id)) {
			case 'deleted':
				return null
			case 'unknown':
				return refuse('not_found')
			case 'current':
				return refuse('conflict', 'current')
			case 'in-use':
				return refuse('conflict', 'programs')
		}
	})

	async function countUnmet(municipalityId: string, regulation: Regulation): Promise<number> {
		if (regulation.mentorConditions.length === 0) return 0
		const today = await todayIn(registry, municipalityId, now())
		const scope = { registry, municipalityId, regulation, today }
		return (await listMentors(scope, { q: '', filter: 'not-eligible', page: 1, pageSize: 1 })).count
	}
}

function toSaved({ version, savedAt, savedBy }: KeptCopy): SavedState {
	return { version, at: savedAt, by: savedBy }
}
