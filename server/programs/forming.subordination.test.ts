import { expect, it } from 'vitest'
import { beginStory, irina, request } from '#domain/ledger/testing/story.ts'
import { defaultWeights } from '#domain/people/matching.ts'
import { viktorsEntry } from '#domain/people/testing/entries.ts'
import { surgut } from '#domain/regulation/packs/surgut.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import { rankPool } from './forming.ts'

it.each([
	['a teacher of their own school', tomskCity, 'school-4', []],
	['a teacher of their own school where a head mentors teachers', surgut, 'school-4', ['viktor']],
	['a teacher of another school', tomskCity, 'school-9', ['viktor']]
])('[S15] to %s the head of a school is proposed or not, by the regulation', (_whom, regulation, mentees, proposed) => {
	const story = beginStory()
	story.sayAll([irina, request])
	const viktor = {
		name: 'Ковалёв Виктор Андреевич',
		post: 'Директор',
		entry: { ...viktorsEntry, personId: 'viktor' },
		organisation: 'Школа № 4',
		workplace: null,
		work: { organisationId: 'school-4', isHead: true },
		place: null,
		activeMentees: 0
	}
	const work = [{ organisationId: mentees, isHead: false }]
	const ground = { ledger: story.ledger(), regulation, place: null, work, answers: [], today: '2026-09-01' }
	const ranked = rankPool([viktor], ground, { text: '', only: [], weights: defaultWeights })
	expect(ranked.map(({ mentorId }) => mentorId)).toEqual(proposed)
})
