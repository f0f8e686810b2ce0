## transcript
