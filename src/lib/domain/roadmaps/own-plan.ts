import type { Roadmap } from './roadmap.ts'

/**
 * For regulations that leave the activities to the pair: what mentor and mentee do together (domain.md S12), in as much time
 * as they decide (S13).
 */
export const ownPlan: Roadmap = {
	id: 'own-plan',
	title: 'Свой план',
	source: null,
	stages: ['Планирование', 'Реализация', 'Оценка и коррекция'].map((title) => ({ title, months: null, activities: [] }))
}
