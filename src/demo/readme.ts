/** The first thing to read in the archive. */
export const readme = `SYNTHETIC DEMO: NOT MEDICAL DATA

Every picture in this archive was drawn by a program (src/demo in the repository of the MedGEN-Bench viewer) from
geometric shapes and random numbers with a fixed seed. No picture comes from a patient, a scanner or a generative
model, and no picture may be used for diagnosis, teaching of medicine or training of models.

The two systems, demo-careful and demo-hasty, do not exist. Their pictures are the references spoiled by rule (a little
for demo-careful, a lot for demo-hasty) and their texts are templates. Scores of this archive say nothing about any
model and do not belong in a leaderboard.

MedGEN_data/    96 samples, six or more of each of the 16 tasks, in the layout of the MedGEN-Bench data release
predictions/    what the two systems answer, in the layout of the official inference
`;
