## time
