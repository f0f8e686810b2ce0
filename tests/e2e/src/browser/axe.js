// Runs axe-core, which is there already, on what is shown.

const done = arguments[0];

axe.run(document, { resultTypes: ["violations"] }).then(
  ({ violations }) => done({ violations }),
  (error) => done({ error: String(error) }),
);
