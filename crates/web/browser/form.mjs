// Forms of practice, as people fill them.

/** Answers a question that offers a few choices. */
export async function answer(worker, legend, choice) {
  const exactly = new RegExp(`^${choice.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`);
  await worker.pick(exactly, worker.page.getByRole("group", { name: legend, exact: true }));
}
